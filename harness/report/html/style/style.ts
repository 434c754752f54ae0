import { charts } from "./charts.js";
import { colours } from "./colours.js";
import { text } from "./text.js";

/** All of the page's style: its digest stands in the Content-Security-Policy. */
export const style = `${colours}${text}${charts}`;
