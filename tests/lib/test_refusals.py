from sunshine.lib.refusals import Overtaken, Refused


class Lazy:
    def __str__(self) -> str:
        return "办不了"


def test_a_refusal_reads_as_its_sentence_when_asked():
    refusal = Refused(Lazy())

    assert (str(refusal), refusal.code) == ("办不了", "refused")


def test_being_overtaken_is_a_refusal_with_its_own_code():
    refusal = Overtaken("Somebody was faster")

    assert isinstance(refusal, Refused)
    assert (str(refusal), refusal.code) == ("Somebody was faster", "overtaken")
