"""A resident whose form comes back once, so that its photos are parked, and who sends it until it is answered."""

import io
import re
import secrets
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from tests.factories.world import STREET

PHOTOS = 2
PATIENCE = 60
UNAVAILABLE = 503
_KEPT = re.compile(r'name="kept" value="([^"]+)"')
_TOKEN = re.compile(r"/t/([\w-]+)/")


@dataclass
class TypedForm:
    """What was typed; `kept` are the signed names of its parked photos, `token` its link once it is acknowledged."""

    text: str = field(default_factory=lambda: f"楼道堆满杂物 {secrets.token_hex(4)}")
    key: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    kept: list[str] = field(default_factory=list)
    token: str = ""


class Photographer:
    """Sends one form after the other; what was parked when the power was cut is sent again after it came back."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.forms: list[TypedForm] = []

    def send_until_cut(self) -> None:
        """Finish what is open, then begin anew, for as long as the server answers."""
        try:
            while True:
                for form in self.forms:
                    if form.kept and not form.token:
                        self._finish(form)
                self.forms.append(TypedForm())
                self._park(self.forms[-1])
        except (OSError, HTTPException):
            return

    @property
    def answers(self) -> int:
        """How many times it was answered."""
        return sum(bool(form.kept) + bool(form.token) for form in self.forms)

    def acknowledged(self) -> list[TypedForm]:
        """The forms whose receipt was shown."""
        return [form for form in self.forms if form.token]

    def _park(self, form: TypedForm) -> None:
        photos = [
            SimpleUploadedFile(f"{n}.jpg", _picture(), content_type="image/jpeg") for n in range(PHOTOS)
        ]
        status, said, _where = self._post(form, photos=photos)  # without a place: it is asked for
        form.kept = _KEPT.findall(said)
        assert (status, len(form.kept)) == (200, PHOTOS), (status, said[-2000:])

    def _finish(self, form: TypedForm) -> None:
        status, said, where = self._post(form, kept=form.kept, place=f"{STREET}001001", phone="13804510001")
        assert status == 303, (status, said[-2000:])
        form.token = _TOKEN.search(where)[1]

    def _post(self, form: TypedForm, **more: object) -> tuple[int, str, str]:
        body = encode_multipart(BOUNDARY, {"text": form.text, "form_key": form.key, "ordinary": "1", **more})
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", "/report/", body, self._head())
            answer = connection.getresponse()
            if answer.status == UNAVAILABLE:  # it loses its database just now, and says so
                raise ConnectionError
            return answer.status, answer.read().decode(), answer.getheader("Location") or ""
        finally:
            connection.close()

    def _head(self) -> dict[str, str]:
        """Each from another address: how much one may send is not what is tried here."""
        address = f"10.{secrets.randbelow(250)}.{secrets.randbelow(250)}.{secrets.randbelow(250)}"
        return {"Content-Type": MULTIPART_CONTENT, "X-Forwarded-For": address}


def _picture() -> bytes:
    """A small photo like no other."""
    made = io.BytesIO()
    Image.frombytes("RGB", (40, 30), secrets.token_bytes(3600)).save(made, "JPEG")
    return made.getvalue()
