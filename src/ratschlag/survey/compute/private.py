"""Which columns of a stranger's table are left at the door: they tell who answered, where or when."""

import re
from collections.abc import Sequence
from enum import StrEnum


class Private(StrEnum):
    """Why a column is dropped before anything is stored; of DAY_ONLY the day stays."""

    ADDRESS = "address"
    TOKEN = "token"  # noqa: S105  a kind of column, no secret
    AGENT = "agent"
    REFERRER = "referrer"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    TECHNICAL = "technical"
    DAY_ONLY = "day_only"


# LimeSurvey by code and in full (German, English), KoBo, ODK, and what such columns are called.
_NAMES: dict[Private, str] = {
    Private.ADDRESS: "ipaddr ip ipaddress ip-adresse ip-address ip_address remote_addr",
    Private.TOKEN: (
        "token access_code access-code zugangscode zugangsschlüssel uuid rootuuid formhub/uuid "
        "instanceid meta/instanceid meta/rootuuid deprecatedid meta/deprecatedid key instancename "
        "id response-id antwort-id antwortid responseid xform_id_string index parent_index"
    ),
    Private.AGENT: (
        "useragent user_agent user-agent browser agent device device_id deviceid simserial simid "
        "subscriberid devicephonenum phonenumber imei username submitted_by submitterid "
        "submittername enumerator audit"
    ),
    Private.REFERRER: "refurl referrer referer referrer-url verweisende-url weiterleitungs-url",
    Private.TIME: (
        "startdate datestamp start end today starttime endtime start_time end_time date-started "
        "date-last-action datum-gestartet datum-letzte-aktivität startdatum enddatum "
        "interviewtime total-time gesamtzeit submission_date time zeit uhrzeit timestamp"
    ),
    Private.PLACE: "geolocation location gps latitude longitude altitude precision lat lon lng",
    Private.PERSON: (
        "email e-mail mail emailaddress firstname lastname vorname nachname first-name last-name "
        "phone telefon telephone participant-id participant_id tid name address adresse anschrift "
        "straße strasse street"
    ),
    Private.TECHNICAL: (
        "lastpage last-page letzte-seite seed zufallsstartwert version tags notes status "
        "validation_status xform_id media_all_received duration attachments usesleft"
    ),
    Private.DAY_ONLY: (
        "submitdate date-submitted datum-abgeschickt submission_time submissiondate "
        "abgeschickt-am zeitstempel submitted-at submitted_at completed-at"
    ),
}
_BY_NAME = {name: why for why, names in _NAMES.items() for name in names.split()}
_BY_PATTERN = {
    Private.PERSON: re.compile(r"attribute_\d+"),
    Private.TIME: re.compile(
        r"(group|question)time.*|(group|question)-time:.*|(fragen|gruppen)zeit.*"
    ),
    Private.PLACE: re.compile(r".*_(latitude|longitude|altitude|precision)|gps.*|geo.*"),
}
_IPV6 = r"(?=[0-9a-f:.]*:[0-9a-f:.]*:)[0-9a-f:.]{3,45}"
_BY_VALUE = {
    Private.ADDRESS: re.compile(rf"\d{{1,3}}(\.\d{{1,3}}){{3}}|{_IPV6}", re.IGNORECASE),
    Private.PERSON: re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"),
    Private.AGENT: re.compile(r"(Mozilla|Opera|Dalvik|curl|okhttp)/\d.*", re.DOTALL),
    Private.TOKEN: re.compile(r"(uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE),
    Private.REFERRER: re.compile(r"https?://\S+", re.IGNORECASE),
    Private.DAY_ONLY: re.compile(
        r"(\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}|\d\d?/\d\d?/\d{4})[T ]\d\d?:\d\d.*"
    ),
    Private.TIME: re.compile(r"\d\d?:\d\d(:\d\d(\.\d+)?)?"),
    Private.PLACE: re.compile(r"-?\d{1,3}\.\d{3,} -?\d{1,3}\.\d{3,}( -?[\d.]+){0,2}"),
}
# What is dropped by its values even where a question bears the name of the column.
_NEVER = (Private.ADDRESS, Private.AGENT, Private.DAY_ONLY)


def folded_name(column: str) -> str:
    """The bare name: without the path of groups, without marks around it, in one spelling."""
    name = " ".join(column.replace("\ufeff", "").split()).casefold()
    # LimeSurvey's "code & text": "ipaddr. IP address"
    if re.match(r"[a-z]+\. ", name):
        name = name.partition(". ")[0]
    return name.strip(" _*:").replace(" ", "-")


def private(column: str, values: Sequence[str], *, is_asked: bool) -> Private | None:
    """Why a column is dropped; None for one that stays. `values` are some of what it holds.

    A column that bears the name of a question stays, unless its values are addresses or the like.
    """
    by_value = _by_values([value.strip() for value in values if value.strip()])
    if is_asked:
        return by_value if by_value in _NEVER else None
    name = folded_name(column)
    last = name.rsplit("/", 1)[-1].strip("_")
    if found := _BY_NAME.get(name) or _BY_NAME.get(last):
        return found
    for why, pattern in _BY_PATTERN.items():
        if pattern.fullmatch(last):
            return why
    return by_value


def _by_values(values: Sequence[str]) -> Private | None:
    """What more than half of the values look like."""
    for why, pattern in _BY_VALUE.items():
        if values and sum(1 for value in values if pattern.fullmatch(value)) * 2 > len(values):
            return why
    return None


def day_of(moment: str) -> str:
    """The day of "2016-09-12 08:15:00" or "12.9.2016 8:15"; the time goes."""
    return re.split(r"[T ]", moment.strip(), maxsplit=1)[0]
