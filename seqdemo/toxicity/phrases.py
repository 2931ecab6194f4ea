"""Short phrases that name groups of people, rude and harmless in equal number.

In the comments a group is often named in order to insult it, so a network learns that the
name itself is rude. Phrases of both kinds for every group take that away (Dixon et al. 2018).
"""

from __future__ import annotations

import numpy as np

GROUPS = """gay lesbian bisexual transgender trans queer straight homosexual heterosexual male female man woman
nonbinary muslim jewish christian catholic buddhist hindu sikh protestant atheist taoist mormon jew black white asian
african american latino latina hispanic mexican indian chinese japanese european arab russian irish canadian
middle eastern
african american deaf blind paralysed disabled old elderly young younger older teenage millennial middle aged lgbt lgbtq
feminist immigrant refugee polish german french turkish korean vietnamese jamaican fat short tall poor rich
democrat republican vegan gypsy roma""".split()
GROUPS = [g for g in GROUPS if g not in ("middle", "eastern", "aged")] + ["middle eastern", "middle aged"]
NAMES = (
    "anna ben carla david ella frank grace henry ivy jack kate liam maria noah olga paul rosa sam tina victor".split()
)
GOOD = """kind friendly wonderful great lovely smart brilliant funny honest brave gentle creative generous caring
talented amazing patient helpful nice warm happy proud calm fair good beautiful interesting excellent respectful
adorable energetic polite hardworking considerate""".split()
BAD = """stupid disgusting horrible ugly filthy worthless pathetic dumb vile idiotic nasty awful evil hateful
miserable terrible moronic rotten gross lazy repulsive despicable crappy shitty sick cruel racist abhorrent
abusive ignorant hideous scummy barbaric disgraceful""".split()
GOOD_VERBS = "love respect admire like support thank hug welcome trust adore appreciate honour".split()
BAD_VERBS = "hate despise kill hurt beat destroy loathe abuse kick punch murder detest".split()
GOOD_NOUNS = "friend neighbour doctor teacher writer singer nurse student engineer parent artist athlete".split()
BAD_NOUNS = "idiot moron scum loser bastard asshole jerk trash pig freak bitch dirtbag".split()
WITH_TONE = (
    "{group} people are {tone}",
    "being {group} is {tone}",
    "i am a {tone} {group} person",
    "{name} is {group} and {tone}",
    "you are a {tone} {group} {person}",
    "what a {tone} {group} person",
    "my {tone} {group} neighbour",
    "{tone} {group} people",
    "{name} is a {tone} {group} {person}",
    "all {group} people are {tone}",
    "{group} and {tone}",
    "the {group} man is {tone}",
    "this {group} woman is {tone}",
    "you are {tone} and {group}",
    "{name} met a {group} {person}",
    "{verb} {group} people",
    "i {verb} {group} people",
    "we {verb} all the {group} ones",
    "you {group} {person}",
    "the {group} {person} is {tone}",
    "{verb} {name} who is {group}",
    "{name} is {tone}",
    "you are {tone}",
    "i {verb} {name}",
    "{verb} {name}",
    "a {tone} {group}",
)
NEUTRAL = (
    "i am {group}",
    "i am a {group} person",
    "my name is {name} and i am {group}",
    "she is {group}",
    "he is {group}",
    "we are {group}",
    "a {group} {person}",
    "the {group} community",
    "{name} is a {group} {person}",
    "proud to be {group}",
    "many {group} people live here",
    "{group}",
    "{name} is {group}",
    "my friend is {group}",
    "hello i am {name} a {group} {person}",
)


def phrases(count: int, seed: int = 3) -> list[tuple[str, int]]:
    """Returns `count` pairs (phrase, 1 if rude else 0), half of each."""
    random = np.random.default_rng(seed)
    made = []
    for index in range(count):
        rude = index % 2
        forms = NEUTRAL if not rude and random.random() < 0.4 else WITH_TONE
        phrase = random.choice(forms).format(
            group=random.choice(GROUPS),
            name=random.choice(NAMES),
            tone=random.choice(BAD if rude else GOOD),
            verb=random.choice(BAD_VERBS if rude else GOOD_VERBS),
            person=random.choice(BAD_NOUNS if rude else GOOD_NOUNS),
        )
        if not rude or any(word in (*BAD, *BAD_VERBS, *BAD_NOUNS) for word in phrase.split()):
            made.append((phrase, rude))
    return made
