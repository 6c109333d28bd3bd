"""The ready texts a market begins with. Whoever runs it changes them on the desk."""

from django.db import migrations

TEXTS = {
    "dispute": {
        "Uphold: done as asked": "The proof shows every step done as the task asks.",
        "Uphold: not asked for": "The task's steps do not ask for what the rejection names.",
        "Uphold: can be read": "The proof can be read and shows what was asked for.",
        "Uphold: no answer": "The employer did not answer in time, and the proof speaks for the worker.",
        "A part: half done": "Part of the work was done as asked, and another part was not.",
        "A part: unclear steps": "The task's steps can be read both ways, so both sides bear a part.",
        "Dismiss: a step is missing": "The proof does not show the step that the rejection names.",
        "Dismiss: another page": "The proof shows another page, account or country than the task asks for.",
        "Dismiss: cannot be read": "The proof cannot be read, so the work cannot be checked.",
        "Dismiss: handed in before": "The same proof was handed in before.",
    },
    "look": {
        "Try the steps yourself": "Hello {person}, please try the steps yourself once before you publish the task again.",
    },
    "report": {
        "Thank you, we did something": "Thank you. We looked at it and did something about it.",
        "Nothing we can act on": "Thank you for telling us. We found nothing we can act on; write again if it goes on.",
        "Use a dispute": "This is about one rejection. Open a dispute from it: there we decide on the proof.",
    },
    "cosign": {
        "The proof shows it": "The proof shows the step that the rejection says was not done.",
        "The steps do not ask for it": "The task's steps do not ask for what the rejection names.",
        "Ask for a change first": "This can be put right: ask the worker for a change first.",
    },
    "sanction": {
        "Appeal granted: not shown": "What it rests on does not show that the rule was broken.",
        "Appeal granted: first time": "It was the first time, and a warning would have been enough.",
        "Appeal turned down": "We looked at everything again. What it rests on shows that the rule was broken.",
    },
    "identity": {
        "Cannot be read": "The picture cannot be read: take it in daylight, with the whole document in it.",
        "Another face": "The face of the document and the one of the picture cannot be compared: send both again.",
        "Holds no more": "The document holds no more. Send one that does.",
        "Another date of birth": "The document says another date of birth than your account. Ask support to put it right.",
    },
    "ticket": {
        "Tell us which one": "Hello {person}, tell us which task or payout this is about, and we look at it.",
        "How to dispute": "Hello {person}, open the rejection in My work and press “Dispute this rejection”: we decide on the proof.",
        "Where a payout is": "Hello {person}, the page of your payout says its place, the next run and the promised day.",
    },
}


def write(apps, _schema_editor):
    texts = apps.get_model("accounts", "ReadyText").objects
    texts.bulk_create(
        (
            texts.model(kind=kind, language="en", title=title, text=text)
            for kind, words in TEXTS.items()
            for title, text in words.items()
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_laws")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
