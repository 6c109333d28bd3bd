// Small manners for pages that already work without them. Each module binds by data-attributes
// and exports nothing, so that picomarket/bundle.py can fold them into one file.
import "./countdown.js";
import "./guard.js";
import "./once.js";
import "./unsent.js";
import "./upload.js";
import "./weigh.js";
import "./counter.js";
import "./copy.js";
import "./menu.js";
import "./poll.js";
import "./review.js";
import "./advice.js";
import "./find.js";
import "./judge.js";
import "./forget.js";
import "./worker.js";
