"""What is made ahead in a second process."""

import multiprocessing
import os
import struct

import pytest

from model.ahead import _next, ahead
from model.errors import Refused


def squares(count):
    yield from ((number * number, os.getpid()) for number in range(count))


def dies_after(count):
    yield from range(count)
    os._exit(3)


def test_another_process_makes_it_in_order():
    made = list(ahead(squares, 5))
    assert [square for square, _ in made] == [0, 1, 4, 9, 16]
    assert {maker for _, maker in made}.isdisjoint({os.getpid()})
    assert multiprocessing.active_children() == []


def test_the_other_process_ends_with_who_no_longer_wants_it():
    made = ahead(squares, 1_000_000)
    assert next(made)[0] == 0
    made.close()
    assert multiprocessing.active_children() == []


def test_a_process_that_ends_before_it_is_done_is_told_of():
    made = ahead(dies_after, 3)
    assert [next(made), next(made), next(made)] == [0, 1, 2]
    with pytest.raises(Refused, match="ended before it was done"):
        next(made)
    assert multiprocessing.active_children() == []


def test_so_is_one_that_ends_within_a_message():
    receiving, sending = multiprocessing.Pipe(duplex=False)
    os.write(sending.fileno(), struct.pack("!i", 100) + b"begun")
    sending.close()
    with pytest.raises(Refused, match="ended before it was done"):
        _next(receiving)
    receiving.close()
