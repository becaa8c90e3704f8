"""What the database itself refuses about subscribers, subscriptions and news."""

import pytest

from ratschlag.journal.queries import domain_now
from ratschlag.mail.tests.hands import an_address
from ratschlag.press.models import News, Subscriber, Subscription, Tally
from ratschlag.press.rules import NewsKind
from ratschlag.press.tests.letters import a_subscriber
from ratschlag.process.tests.test_constraints import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"rhythm": "hourly"}, {"told_until": None}])
def test_the_database_refuses_a_subscriber(city, wrong):
    good = {"address": an_address(), "language": "de", "told_until": domain_now()}
    refused(Subscriber.objects.create, good, wrong)


def test_an_address_subscribes_once(process):
    subscriber = a_subscriber(process=process)
    good = {"subscriber": subscriber, "process": process, "kind": NewsKind.EVENTS}
    refused(Subscription.objects.create, good | {"process": None}, {"kind": "gossip"})
    refused(Subscription.objects.create, good | {"process": None}, {"process": process})
    same = {"address": an_address("kora@example.org"), "language": "de", "told_until": domain_now()}
    refused(Subscriber.objects.create, same, {"address": subscriber.address})


def test_a_subscription_to_all_is_one(process):
    subscriber = a_subscriber()
    good = {"subscriber": subscriber, "process": process, "kind": NewsKind.EVENTS}
    refused(Subscription.objects.create, good, {"process": None})


@pytest.mark.parametrize("wrong", [{"kind": "gossip"}, {"key": ""}, {"key": "release:1"}])
def test_the_database_refuses_news(city, wrong):
    good = {"kind": NewsKind.RELEASES, "number": 1, "found_at": domain_now()}
    News.objects.create(**good, key="release:1")
    refused(News.objects.create, good | {"key": "release:2"}, wrong)


def test_a_day_is_counted_once(city):
    day = domain_now().date()
    Tally.objects.one_more(day, "asked")
    Tally.objects.one_more(day, "asked")
    assert Tally.objects.get().asked == 2
    refused(Tally.objects.create, {"day": day.replace(year=2001)}, {"day": day})
