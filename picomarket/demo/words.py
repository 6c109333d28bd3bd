"""What people of the demo market say to one another when work is rejected."""

from __future__ import annotations

from submissions.models import Reason

REJECTIONS = [
    (Reason.INCOMPLETE, "The last third is missing; the set ends in the middle."),
    (Reason.INCOMPLETE, "This step was left out, so the rest cannot be compared."),
    (Reason.WRONG_RESULT, "The labels are shifted by one from here on: each belongs to the picture before."),
    (Reason.WRONG_RESULT, "Dates are written the other way round than the step asks for."),
    (Reason.WRONG_RESULT, "This is the answer to another set; please look at the number at the top."),
    (Reason.UNREADABLE, "The screenshot is cut off below the heading, so I cannot see the result."),
    (Reason.UNREADABLE, "The link asks me for a password, so I cannot open what you made."),
    (Reason.WRONG_ACCOUNT, "The page shows another country than the one this task is for."),
    (Reason.DUPLICATE, "These answers are word for word those of a submission from the day before."),
    (Reason.OTHER, "The text is much shorter than asked and repeats one sentence."),
]

CONTESTS = [
    "All steps are done. The part you miss is on the second sheet; the link opens it.",
    "The picture shows the whole page. Please make it larger, the result is at the bottom right.",
    "I worked with the numbers in the list you linked. They changed after I had handed in.",
    "The step says one or two labels, so leaving the second one out is allowed.",
    "I wrote this myself and it took me twenty minutes. I do not know the other text.",
]

ANSWERS = [
    "I looked again and still cannot find the second sheet. The link leads to the first.",
    "The list did not change; its history says so. I am sorry, but I cannot use this.",
    "It may be a misunderstanding. What I need is in the third step, in the last sentence.",
]

PROPOSES = [
    "The first half is what I asked for. The second I had to have done again by somebody else.",
]

APPEALS = [
    "The decision speaks of seven. The other three are on the second page of the link, as the task asks.",
]

UPHELD = [
    "The proof shows every step done. The missing part is there, on the second page.",
    "The step allows what the worker did. An unclear step is not the worker's fault.",
]
IN_HALF = [
    "Five of the ten were done as asked. Both of you are right in part, so half of the reward is paid.",
]
DISMISSED = [
    "The third step asks for all ten; seven were handed in. The rejection stands.",
    "The proof cannot be opened by either of us, and the task asked for an open link.",
]

FAILED_PAYOUT = "The account was not found by the receiving bank."
CAME_BACK = "The name on the account is not the one we were given."
HELD_REFUND = "The deposit came from an account in another name. We ask the bank and release this within a day."
