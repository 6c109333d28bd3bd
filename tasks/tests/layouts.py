"""Layouts as employers of other marketplaces have them."""

from __future__ import annotations

from tasks.layouts import notes
from tasks.layouts.layout import Found

ASKED = "<p>Look at it well.</p><input name=q required>"

PICTURE = """<!-- the tool needs this -->
<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
<crowd-form answer-format="flatten-objects">
  <crowd-image-classifier
      name="animal"
      src="${image_url}"
      categories="['Cat', 'Dog', 'Something else']"
      header="Which animal does the picture show?">
    <short-instructions>
      <p>Look at the <strong>whole</strong> picture.</p>
      <ul><li>Toys do not count.</li><li>Drawings count.</li></ul>
    </short-instructions>
    <full-instructions header="How to decide">
      <ol><li>Zoom in.</li><li>Choose the <b>largest</b> animal.</li></ol>
    </full-instructions>
  </crowd-image-classifier>
</crowd-form>
"""
FEELING = """<?xml version="1.0" encoding="UTF-8"?>
<HTMLQuestion xmlns="http://mechanicalturk.amazonaws.com/AWSMechanicalTurkDataSchemas/2011-11-11/HTMLQuestion.xsd">
<HTMLContent><![CDATA[
<!DOCTYPE html>
<html><head><title>How does the writer of a review feel?</title>
<link rel="stylesheet" href="https://styles.example/all.css">
<style>.red { color: red }</style></head>
<body><form name="mturk_form" action="https://www.mturk.com/mturk/externalSubmit">
<input type="hidden" name="assignmentId" value="">
<p>Read the review. See <a href="https://guide.example/feelings">our guide</a>.</p>
<table><tr><th>Feeling</th><th>When</th></tr><tr><td>Good</td><td>They would buy again.</td></tr></table>
<p class="well">${review text}</p>
<label class="group-label">The writer feels:</label>
<label><input type="radio" name="feeling" value="good" required> Good</label>
<label><input type="radio" name="feeling" value="neither"> Neither</label>
<label><input type="radio" name="feeling" value="-1"> Bad</label>
<input type="submit" value="Submit"></form>
<script>document.title = `${y}`;</script></body></html>
]]></HTMLContent><FrameHeight>450</FrameHeight></HTMLQuestion>
"""
SOUND = """<h1>Instructions</h1>
<p>Write down what is said in the recording.</p>
<p>Leave out coughs &amp; fillers.</p>
<div><audio controls=""><source src="${audio_url}" type="audio/mpeg" /><source src="${other}" /></audio></div>
<div><input type="text" name="transcription" placeholder="What is said" required /></div>
"""
SURVEY = """<title>Survey</title>
<h1>A short survey about how you travel to work</h1>
<p>Answer for a normal week.</p>
<form>
<fieldset><legend>How do you mostly travel?</legend>
<input type="radio" name="how" id="h1" value="car" required><label for="h1">By car</label><br>
<input type="radio" name="how" id="h2" value="foot"><label for="h2">On foot</label></fieldset>
<p>Which of these have you used this week?</p>
<input type="checkbox" name="used" value="a taxi"> A taxi<br>
<input type="checkbox" name="used" value="none"> None
<p><label>How many minutes does it take? <input type="number" min="0" max="300" required></label></p>
<p><label for="day">When did you last work from home?</label> <input type="date" id="day" required></p>
<p><label for="c">Country</label>
<select id="c" required><option value="">Choose<option>Kenya<option selected>Peru</select></p>
<p>What would make it better?</p><textarea name="better" minlength="20" maxlength="500" required></textarea>
<label>Your e-mail <input type="email" name="mail" placeholder="you@example.org"></label>
<div style="display: none">Thank you</div>
<iframe src="https://map.example/"></iframe><canvas></canvas>
</form>
"""
TURKLE = """<h3>Translate each sentence into Spanish</h3>
{% if hints %}<p>Hint: {{ task.input.hint | escape }}</p>{% endif %}
<p><label for="s-${id_1}">${sentence_1}</label><br><textarea id="s-${id_1}" required></textarea></p>
<p><label for="s-${id_2}">${sentence_2}</label><br><textarea id="s-${id_2}" required></textarea></p>
<p>Is it polite? <select name="polite" required><option>Yes</option><option>No</option></select></p>
<img src="img/logo.png"><button onclick="go()">Help</button>
"""
FIELDS = """<div class="picture">{{img src=image width="100%"}}</div>
<p>Is the shop open?</p>
{{field type="radio" name="result" value="OPEN" label="It is open" hotkey="1"}}
{{field type="radio" name="result" value="SHUT" label="It is shut" hotkey="2"}}
{{#if ask}}<p>Anything else?</p>{{/if}}
{{field type="textarea" name="comment"
  placeholder="A word on it"}}
"""
ALL = {"picture": PICTURE, "feeling": FEELING, "sound": SOUND, "survey": SURVEY, "turkle": TURKLE, "fields": FIELDS}


def of_kind(found: Found) -> dict[str, list[int]]:
    """The lines of what came otherwise or not at all, by kind."""
    return {one["kind"]: one["lines"] for one in notes.kept(found.notes)}
