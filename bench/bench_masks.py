"""Finding what is personal in free text: processor time for 1 000 characters of ordinary letters and of hostile ones.

The letters are invented. A hostile text repeats what a pattern begins with and never ends; its cost must grow with its
length and no faster, so 100 000 characters are measured beside 10 000.
"""

import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from bench.figures import Figure, exit_code, tell
from sunshine.lib.masks import EVERYTHING, mask_text

LETTERS = (
    "您好，我是阳光花园3号楼2单元501的住户，楼道灯从2026年3月15日坏到今天，物业说下周修，一直没人来。老人晚上下楼摔了一跤，"
    "花了1380元。请主任过问一下，我的电话13812341234，白天都在家。",
    "小区北门外的路口没有红绿灯，早上八点接送孩子的车堵成一片，101路和7路也过不来。建议把停车位往西挪三十米，再画一条斑马线。",
    "张大娘家暖气不热，报了三次，单号0317、0322都说办结了。屋里才十四度，孩子写作业要穿棉袄。请联系她儿子王师傅，微信wang_1980。",
)
HOSTILE = ("3-", "1 ", "a@", "老王", "叫王", "501、", "五楼", "微信,")


def millis(text: str) -> float:
    """Processor time in milliseconds for 1 000 characters."""
    start = time.process_time()
    mask_text(text, kinds=EVERYTHING)
    return (time.process_time() - start) * 1e6 / len(text)


def main() -> int:
    """Print the figures beside their limits."""
    ordinary = "".join(LETTERS) * 100
    worst = max(HOSTILE, key=lambda piece: millis((piece * 10_000)[:10_000]))
    short, long = (millis((worst * size)[:size]) for size in (10_000, 100_000))
    tell(
        Figure("personal details, ms for 1 000 characters", min(millis(ordinary) for _ in range(3)), "≤ 8"),
        Figure("the same, the worst of hostile texts", short, "≤ 150", repr(worst)),
        Figure("the same, ten times as long: times as much", long / short, "≤ 3"),
    )
    return exit_code()


if __name__ == "__main__":
    sys.exit(main())
