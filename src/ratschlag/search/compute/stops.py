"""Words that nobody looks for when other words stand beside them."""

_WORDS = """
der die das den dem des ein eine einen einem einer eines und oder in im am an auf aus bei mit nach
von vom zu zum zur für ist sind wird werden wie was wer wo wann warum ich wir sie es man kann
können gibt innen über
the a an of to for in on at and or is are how what where when who why do does i can my
ve bir bu ile için mi mu ne nasıl nerede
и в на с для по о как что где когда кто не у та і й до з із що як де коли хто це або
في من على الى عن و ما كيف اين هل متى مع او هذا هذه
در از به با و که اين آن را است چگونه کجا برای ها های می
và của là các những cho ở có được một như thế nào tôi
"""

STOPS = frozenset(_WORDS.translate(str.maketrans("آکی", "اكي")).split())
