import { expect, test } from "vitest";

import { choose, enhanceFilePickers, inMegabytes } from "../src/files";
import { fitting, shrink } from "../src/shrink";

const photo = (name: string, size = 10): File => new File([new Uint8Array(size)], name, { type: "image/jpeg", lastModified: 1 });
const LIMITS = { count: 2, bytes: 100 };

test("photos taken one after the other add up", () => {
  const choice = choose([photo("a.jpg")], [photo("b.jpg")], LIMITS);

  expect([choice.files.map((file) => file.name), choice.tooMany]).toEqual([["a.jpg", "b.jpg"], false]);
});

test("the same photo twice counts once", () => {
  expect(choose([photo("a.jpg")], [photo("a.jpg")], LIMITS).files).toHaveLength(1);
});

test("more than the limit are left out and said so", () => {
  const choice = choose([], [photo("a"), photo("b"), photo("c")], LIMITS);

  expect([choice.files.length, choice.tooMany]).toEqual([2, true]);
});

test("a photo too large is left out by name", () => {
  const choice = choose([], [photo("huge.jpg", 101)], LIMITS);

  expect([choice.files, choice.tooBig]).toEqual([[], ["huge.jpg"]]);
});

test("a photo too large goes as the smaller one made of it", () => {
  const huge = photo("huge.jpg", 101);

  const choice = choose([], [huge], LIMITS, new Map([[huge, photo("huge.jpg", 9)]]));

  expect([choice.files, choice.tooBig]).toEqual([[huge], []]);
});

test("photos fit the long side in their proportion and are never made larger", () => {
  expect([fitting(12000, 9000), fitting(6944, 9280), fitting(640, 480)]).toEqual([
    [2560, 1920],
    [1916, 2560],
    [640, 480],
  ]);
});

test("what is small, or this browser cannot read, goes as it is", async () => {
  expect([await shrink(photo("small.jpg")), await shrink(photo("IMG_0412.HEIC", 3_000_000))]).toEqual([null, null]);
});

test("sizes are said in megabytes", () => {
  expect([inMegabytes(10), inMegabytes(1_572_864)]).toEqual(["0.1 MB", "1.5 MB"]);
});

test("a picker is made ready once", () => {
  document.body.innerHTML = `<div data-files data-max-count="2"><input type="file" multiple>
    <p data-files-trouble></p><ul data-files-list></ul></div>`;

  enhanceFilePickers(document.body);
  enhanceFilePickers(document.body);

  expect(document.querySelectorAll("[data-files-ready]")).toHaveLength(1);
});
