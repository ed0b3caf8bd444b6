// Charts, rules for what may be typed, and conditional formats, built as Apps Script does.

import { Range } from "./sheets_cells.mjs";
import { MERGE, POSITION, color, kind, oneOf, whole } from "./sheets_checks.mjs";

const LARGEST_LIST = 500;

export class Chart {
  constructor(made) {
    this.made = made;
  }
  getContainerInfo() {
    const [row, column] = this.made.position;
    return { getAnchorRow: () => row, getAnchorColumn: () => column };
  }
}

export class ChartBuilder {
  constructor(made = { ranges: [], options: {} }) {
    this.made = made;
  }
  keep(properties) {
    Object.assign(this.made, properties);
    return this;
  }
  addRange(range) {
    if (!(range instanceof Range)) throw new Error("addRange: a range expected");
    this.made.ranges.push(`${range.sheet.name}!${range.getA1Notation()}`);
    return this;
  }
  setNumHeaders(headers) {
    whole(headers, "setNumHeaders");
    return this.keep({ headers });
  }
  setMergeStrategy(merge) {
    oneOf(merge, Object.values(MERGE), "setMergeStrategy");
    return this.keep({ merge });
  }
  setPosition(row, column, x, y) {
    for (const each of [row, column, x, y]) whole(each, "setPosition");
    return this.keep({ position: [row, column] });
  }
  setOption(option, value) {
    kind(option, "string", "setOption");
    this.made.options[option] = value;
    return this;
  }
  asComboChart() {
    return new ComboChartBuilder(this.keep({ type: "combo" }).made);
  }
}

export class ComboChartBuilder extends ChartBuilder {
  setTitle(title) {
    kind(title, "string", "setTitle");
    return this.keep({ title });
  }
  setYAxisTitle(yTitle) {
    kind(yTitle, "string", "setYAxisTitle");
    return this.keep({ yTitle });
  }
  setLegendPosition(legend) {
    oneOf(legend, Object.values(POSITION), "setLegendPosition");
    return this.keep({ legend });
  }
  setColors(colors) {
    colors.forEach(color);
    return this.keep({ colors });
  }
  useLogScale() {
    return this.keep({ log: true });
  }
  build() {
    if (!this.made.ranges.length || !this.made.position) {
      throw new Error("A chart needs ranges and a position");
    }
    return new Chart(this.made);
  }
}

export class ValidationBuilder {
  allowInvalid = true;
  requireNumberGreaterThan(number) {
    kind(number, "number", "requireNumberGreaterThan");
    this.criterion = `> ${number}`;
    this.accepts = (value) => typeof value === "number" && value > number;
    return this;
  }
  requireValueInList(values, dropdown) {
    kind(dropdown, "boolean", "requireValueInList");
    if (values.length > LARGEST_LIST) {
      throw new Error(`The data validation rule has more items than the limit of ${LARGEST_LIST}.`);
    }
    this.criterion = values;
    this.accepts = (value) => values.includes(value);
    return this;
  }
  setAllowInvalid(allowed) {
    kind(allowed, "boolean", "setAllowInvalid");
    this.allowInvalid = allowed;
    return this;
  }
  setHelpText(help) {
    kind(help, "string", "setHelpText");
    this.help = help;
    return this;
  }
  build() {
    if (!this.criterion) throw new Error("A data validation rule needs a criterion");
    const { criterion, accepts, allowInvalid, help } = this;
    return { isRule: true, criterion, accepts, allowInvalid, help };
  }
}

export class FormatRuleBuilder {
  rule = {};
  whenTextEqualTo(text) {
    kind(text, "string", "whenTextEqualTo");
    this.rule.condition = text;
    return this;
  }
  setFontColor(value) {
    color(value);
    this.rule.color = value;
    return this;
  }
  setBold(bold) {
    kind(bold, "boolean", "setBold");
    this.rule.bold = bold;
    return this;
  }
  setRanges(ranges) {
    this.rule.ranges = ranges.map((range) => range.getA1Notation());
    return this;
  }
  build() {
    if (!this.rule.condition || !this.rule.ranges) throw new Error("A rule needs a condition and ranges");
    return { ...this.rule };
  }
}
