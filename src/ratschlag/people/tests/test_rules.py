"""Who may do what at the desk: every question, asked for every role."""

from collections.abc import Callable

import pytest

from ratschlag.people.rules import (
    NOBODY,
    Role,
    Standing,
    may_edit_organisations,
    may_enter_desk,
    may_see_components,
    may_see_journal,
    may_see_organisations,
)

EVERYONE = frozenset(Role)
ALLOWED: dict[Callable[[Standing], bool], frozenset[Role]] = {
    may_enter_desk: EVERYONE,
    may_see_organisations: EVERYONE,
    may_edit_organisations: frozenset({Role.COORDINATOR}),
    may_see_journal: frozenset({Role.COORDINATOR, Role.AUDITOR, Role.ADMIN}),
    may_see_components: frozenset(),
}
SUPERUSER = Standing(number=1, is_superuser=True)


def holding(*roles: Role, scope: str = "") -> Standing:
    return Standing(number=1, grants=frozenset((role, scope) for role in roles))


def test_a_role_for_the_city_counts_for_everything_in_it():
    standing = holding(Role.COORDINATOR)
    assert standing.has(Role.COORDINATOR)
    assert standing.has(Role.COORDINATOR, scope="")
    assert standing.has(Role.COORDINATOR, scope="process/klima")


def test_a_role_for_one_process_counts_there_and_nowhere_else():
    standing = holding(Role.COORDINATOR, scope="process/klima")
    assert standing.has(Role.COORDINATOR)
    assert standing.has(Role.COORDINATOR, scope="process/klima")
    assert not standing.has(Role.COORDINATOR, scope="process/klimaschutz")
    assert not standing.has(Role.COORDINATOR, scope="process/verkehr")
    assert not standing.has(Role.COORDINATOR, scope="")


def test_one_of_several_roles_is_enough_and_another_role_is_not():
    standing = holding(Role.EDITOR)
    assert standing.has(Role.CODER, Role.EDITOR)
    assert not standing.has(Role.CODER, Role.CLERK)
    assert not standing.has()


def test_the_superuser_holds_every_role_everywhere():
    assert SUPERUSER.has(Role.CODER, scope="process/klima")


def test_nobody_holds_nothing_and_is_not_known():
    assert not NOBODY.has(*Role)
    assert not NOBODY.is_known
    assert Standing(number=7).is_known
    assert not Standing(number=7).has(*Role)


@pytest.mark.parametrize("question", ALLOWED, ids=lambda question: question.__name__)
def test_each_role_is_allowed_what_the_table_says(question):
    assert {role for role in Role if question(holding(role))} == ALLOWED[question]


@pytest.mark.parametrize("question", ALLOWED, ids=lambda question: question.__name__)
def test_nobody_may_do_anything_and_the_superuser_everything(question):
    assert not question(NOBODY)
    assert not question(Standing(number=1))
    assert question(SUPERUSER)


def test_the_coordinator_of_one_process_does_not_keep_the_citys_register():
    standing = holding(Role.COORDINATOR, scope="process/klima")
    assert may_see_organisations(standing)
    assert not may_edit_organisations(standing)
