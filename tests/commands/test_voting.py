from tests.council import FOR, Council


def test_the_same_key_twice_is_one_ballot(sitting: Council) -> None:
    motion = sitting.opens_motion()
    first = sitting.casts("lan", motion, FOR, key="k1")
    again = sitting.casts("lan", motion, FOR, key="k1")
    assert first == again
    assert sitting.box(motion) == {FOR: 1}
