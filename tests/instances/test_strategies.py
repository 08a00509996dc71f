"""The Hypothesis strategy draws certified instances and shrinks to small ones."""

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from certify import InstanceError
from certify.instances import Instance, certify_instance
from certify.strategies import instances
from tests.instances import zoo

QUICK = settings(max_examples=15, deadline=None, derandomize=True, database=None,
                 suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", ["1.3", "3.6", "7.3", "7.1"])
def test_every_drawn_instance_is_certified(name):
    statement = zoo.statement(zoo.PAPERS[name])

    @QUICK
    @given(instances(statement))
    def check(instance):
        assert set(certify_instance(statement, instance)) <= {1}
        assert Instance.from_json(instance.to_json()) == instance

    check()


def test_shrinks_to_a_small_instance():
    statement = zoo.statement([zoo.R >= 4, zoo.ct.norm(zoo.x) <= zoo.R])
    found = find(instances(statement), lambda instance: max(instance.values["x"]) >= 2,
                 settings=settings(max_examples=400, deadline=None, derandomize=True, database=None,
                                   suppress_health_check=list(HealthCheck)))
    assert found.dims == {"n": 1, "d": 1}
    assert found.values["x"] == (2,)
    assert found.values["R"] == 4
    assert set(found.values["A"][0]) == {0}


def test_it_is_a_strategy_and_says_so_when_no_size_fits():
    assert isinstance(instances(zoo.statement([])), st.SearchStrategy)
    with pytest.raises(InstanceError, match="n >= 3"):
        instances(zoo.statement([zoo.n <= 0]))
