"""The narrow pool: a result or an error comes back, and the number that wait is limited."""

import threading

import pytest

from meeting.kernel.refusals import Refused
from meeting.live.narrow import Narrow


def test_results_and_errors_come_back() -> None:
    narrow = Narrow(threads=2)
    assert [narrow(int, text) for text in ("1", "2", "3")] == [1, 2, 3]
    with pytest.raises(ValueError, match="four"):
        narrow(int, "four")
    assert narrow(int, "5") == 5


def test_a_full_queue_asks_the_next_to_come_back() -> None:
    narrow, begun, over = Narrow(threads=1, most=2), threading.Semaphore(0), threading.Event()
    done: list[int] = []

    def slow(number: int) -> int:
        begun.release()
        over.wait()
        return number

    waiting = [threading.Thread(target=lambda n=n: done.append(narrow(slow, n))) for n in (1, 2)]  # type: ignore[misc]
    waiting[0].start()
    begun.acquire()  # one is at work
    waiting[1].start()
    while narrow._asked < 2:
        threading.Event().wait(0.001)
    with pytest.raises(Refused) as refused:
        narrow(int, "3")
    assert (refused.value.code, refused.value.status) == ("live.busy", 503)
    over.set()
    for each in waiting:
        each.join()
    assert sorted(done) == [1, 2]
    assert narrow(int, "3") == 3, "there is room again"
