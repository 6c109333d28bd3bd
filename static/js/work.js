// What only the pages of work under way need, folded as site.js is.
import "./work/autosave.js";
import "./work/sending.js";
import "./work/cover.js";
