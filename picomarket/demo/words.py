"""What people of the demo market say to one another when work is rejected: one story for each reason.

The work may be a text, a picture or a link, so nothing here says which.
"""

from __future__ import annotations

from dataclasses import dataclass

from submissions.models import Reason, Submission


@dataclass(frozen=True, slots=True)
class Story:
    """A rejection and what may follow: the worker contests, the employer answers or proposes a half, support decides
    for one of them or halves it, and the worker appeals."""

    comment: str
    contest: str
    answer: str
    proposal: str
    upheld: str
    in_half: str
    dismissed: str
    appeal: str


STORIES = {
    Reason.INCOMPLETE: Story(
        comment="Something this step asks for is missing, so I cannot use the rest.",
        contest="I did this step. What it asks for stands at the end of what I handed in.",
        answer="I looked at the end again and do not find it there. The other steps are fine.",
        proposal="The other steps are good. I had this one done again by somebody else, so I propose a half.",
        upheld="What the step asks for is there, at the end. The rejection rests on an oversight.",
        in_half="The step is done in part, and the other steps are done whole. So half of the reward is paid.",
        dismissed="The step asks for something that was not handed in, also not at the end. The rejection stands.",
        appeal="The decision says it is missing. Please read the end of what I handed in once more.",
    ),
    Reason.WRONG_RESULT: Story(
        comment="It stops halfway: the second half of what the step asks for is missing.",
        contest="The step can be read in two ways, and I did it in one of them. The whole of it is there.",
        answer="It may be a misunderstanding. What I need is said in the last sentence of the step.",
        proposal="The first half is what I asked for, so I propose to pay for that.",
        upheld="The step allows what the worker did. An unclear step is not the worker's fault.",
        in_half="One half was done as asked, and the other can be read in two ways. So half of the reward is paid.",
        dismissed="The last sentence of the step is clear, and what it asks for was not done. The rejection stands.",
        appeal="The decision goes by the last sentence. The sentence before it allows what I did.",
    ),
    Reason.UNREADABLE: Story(
        comment="I cannot make out the result in what you handed in.",
        contest="It can be read when it is made larger. I have looked at it on another phone too.",
        answer="I made it as large as I can. The part that matters stays unreadable.",
        proposal="Half of it can be read, and that half is good. I propose to pay for that.",
        upheld="Made larger, it can be read from the first word to the last. The step was done.",
        in_half="One half can be read and is right, the other cannot be read. So half of the reward is paid.",
        dismissed="Neither of us can read the part that the step asks for. The rejection stands.",
        appeal="I can read it on two phones. Please let somebody else look at it.",
    ),
    Reason.WRONG_ACCOUNT: Story(
        comment="This was done from another country than the one this task is for.",
        contest="I live here and did it at home. My provider sometimes looks as if it were abroad.",
        answer="I can only see what is handed in, and it names another country.",
        proposal="What you did is good. The country is not, so I propose a half.",
        upheld="The country of the account fits, and a provider abroad is no reason to reject.",
        in_half="The steps were done well, from a place that the task is not for. So half of the reward is paid.",
        dismissed="What was handed in names another country, and the task asks for this one. The rejection stands.",
        appeal="My account has been of this country from the first day. Please look at that too.",
    ),
    Reason.DUPLICATE: Story(
        comment="This is the same as what somebody else handed in a day before.",
        contest="I did this myself and it took me twenty minutes. I do not know the other submission.",
        answer="They are the same to the last sign. I cannot believe that this is chance.",
        proposal="It may be chance, and I can use only one of the two. I propose a half.",
        upheld="Where a step has one right result, two people come to the same. Nothing else speaks for a copy.",
        in_half="One part is the same and the rest is the worker's own. So half of the reward is paid.",
        dismissed="Both are the same also where the step leaves the words to the worker. The rejection stands.",
        appeal="There is one right result, so it has to be the same. Please look at how long I took.",
    ),
    Reason.OTHER: Story(
        comment="It is much shorter than the step asks for and says the same thing twice.",
        contest="It is as long as the step asks for. I say it twice because the step asks twice.",
        answer="I counted again, and it is too short without what is said twice.",
        proposal="The first part is good, and I can use it. I propose a half.",
        upheld="It is as long as the step asks for. The rejection names something that nobody asked for.",
        in_half="One part is as the step asks for, the other repeats it. So half of the reward is paid.",
        dismissed="The step names a length, and this is shorter. The rejection stands.",
        appeal="The decision leaves out my last lines. With them it is long enough.",
    ),
}
# The reasons of rejections, in turn: those that are most often true are named twice.
REASONS = (
    *(Reason.INCOMPLETE, Reason.INCOMPLETE, Reason.WRONG_RESULT, Reason.WRONG_RESULT, Reason.UNREADABLE),
    *(Reason.WRONG_ACCOUNT, Reason.DUPLICATE, Reason.OTHER),
)


def story_of(rejected: Submission) -> Story:
    return STORIES[Reason(rejected.reason)]


FAILED_PAYOUT = "The account was not found by the receiving bank."
CAME_BACK = "The name on the account is not the one we were given."
HELD_REFUND = "The deposit came from an account in another name. We ask the bank and release this within a day."
