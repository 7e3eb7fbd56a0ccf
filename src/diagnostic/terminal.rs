//! Diagnostics for people at a terminal: headline, the lines in question with carets, help.
//!
//! In: a [`Diagnostic`], the sources it points into, a [`Style`]. Out: text that ends with a line feed. The caret drawing is
//! miette's; it gets excerpts of plain lines and the location as `file:line:column`, columns counting characters. Never looks at the
//! environment: whoever prints decides on colours, box characters and width.

use super::bare;
use super::excerpt::{self, Block, Canvas, Label, Mark};
use super::wrap::{width, wrap};
use super::{Diagnostic, Lang, Severity};
use super::{mend, nested};
use crate::source::{FileId, SourceFile, Sources, Span};
use anstyle::{AnsiColor, Style as Colour};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents, ThemeCharacters,
    ThemeStyles,
};
use std::fmt;

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The language of words.
    pub lang: Lang,
    /// Whether to use colours, as ANSI escapes.
    pub color: bool,
    /// Whether lines are drawn with box characters; they are twice as wide in the fonts of older Chinese consoles.
    pub unicode: bool,
    /// The columns of the terminal.
    pub width: usize,
}

impl Default for Style {
    /// English, plain, box characters, 100 columns.
    fn default() -> Style {
        Style { lang: Lang::En, color: false, unicode: true, width: 100 }
    }
}

/// The diagnostic as text, ending with a line feed. Places in other files than the primary one follow in excerpts of their own.
#[must_use]
pub fn render(diagnostic: &Diagnostic, sources: &Sources, style: &Style) -> String {
    let mut text = headline(diagnostic, style);
    for file in files(&diagnostic.spans) {
        let source = sources.file(file);
        let labels = nested::apart(&labels(diagnostic, file, style.lang), &source.text);
        let gutter = gutter(source.line_of(u32::MAX));
        let ellipsis = if style.unicode { "…" } else { "..." };
        let unprintable = if style.unicode { '\u{fffd}' } else { '?' };
        let canvas = Canvas { columns: style.width.saturating_sub(gutter + 1), ellipsis, unprintable };
        for block in excerpt::blocks(source, labels, canvas) {
            text.push_str(&draw(block, source, diagnostic.severity, style));
        }
    }
    if let Some(help) = &diagnostic.words(style.lang).help {
        text.push_str(&footer(Footer::Help, help, style));
    }
    if let Some(fix) = mend::words(diagnostic, sources, style.lang) {
        text.push_str(&footer(Footer::Fix, &fix, style));
    }
    text
}

/// What stands below the lines of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Footer {
    /// What to do next.
    Help,
    /// What a certain fix writes.
    Fix,
}

/// How many errors and warnings there were: `2 errors, 1 warning`; what there is none of is left out.
#[must_use]
pub fn summary(errors: usize, warnings: usize, lang: Lang) -> String {
    let count = |number: usize, word: &str| match lang {
        Lang::En if number == 1 => format!("1 {word}"),
        Lang::En => format!("{number} {word}s"),
        Lang::Zh => format!("{number} 个{word}"),
    };
    let (error, warning) = (Severity::Error.word(lang), Severity::Warning.word(lang));
    match (errors, warnings, lang) {
        (0, 0, Lang::En) => "no errors".to_owned(),
        (0, 0, Lang::Zh) => "没有错误".to_owned(),
        (_, 0, _) => count(errors, error),
        (0, _, _) => count(warnings, warning),
        (_, _, Lang::En) => format!("{}, {}", count(errors, error), count(warnings, warning)),
        (_, _, Lang::Zh) => format!("{}，{}", count(errors, error), count(warnings, warning)),
    }
}

/// `error[E0304]: cannot add money and a date`, the words wrapped.
fn headline(diagnostic: &Diagnostic, style: &Style) -> String {
    let mark = format!("{}[{}]", diagnostic.severity.word(style.lang), diagnostic.code);
    let colour = match diagnostic.severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
    };
    let colon = match style.lang {
        Lang::En => ": ",
        Lang::Zh => "：",
    };
    let lines = wrap(&format!("{mark}{colon}{}", diagnostic.words(style.lang).headline), style.width.max(20));
    let bold = paint(style, Colour::new().bold());
    let painted = |line: &String| match line.strip_prefix(&mark) {
        Some(rest) => format!("{}{bold}{rest}{bold:#}\n", within(&mark, paint(style, colour.on_default().bold()))),
        None => format!("{bold}{line}{bold:#}\n"),
    };
    lines.iter().map(painted).collect()
}

/// `  help: …`, wrapped, later lines under the first.
fn footer(kind: Footer, help: &str, style: &Style) -> String {
    let mark = match (kind, style.lang) {
        (Footer::Help, Lang::En) => "  help: ",
        (Footer::Help, Lang::Zh) => "  帮助：",
        (Footer::Fix, Lang::En) => "  fix: ",
        (Footer::Fix, Lang::Zh) => "  修正：",
    };
    let indent = width(mark);
    let plain = if style.unicode { help.to_string() } else { help.replace('─', "-") };
    let lines = wrap(&plain, style.width.saturating_sub(indent).max(20));
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        match number {
            0 => text.push_str(&within(mark, paint(style, AnsiColor::Cyan.on_default()))),
            _ if line.is_empty() => {}
            _ => text.extend(std::iter::repeat_n(' ', indent)),
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn paint(style: &Style, colour: Colour) -> Colour {
    if style.color { colour } else { Colour::new() }
}

fn within(text: &str, colour: Colour) -> String {
    format!("{colour}{text}{colour:#}")
}

/// The files of the spans, each once, in the order they first occur.
fn files(spans: &[Span]) -> Vec<FileId> {
    let mut files: Vec<FileId> = Vec::new();
    for span in spans {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    files
}

fn labels(diagnostic: &Diagnostic, file: FileId, lang: Lang) -> Vec<Label> {
    let words = diagnostic.words(lang);
    let texts = words.labels.iter().map(String::as_str).chain(std::iter::repeat(""));
    let all = diagnostic.spans.iter().zip(texts).enumerate();
    let here = all.filter(|(_, (span, _))| span.file == file);
    here.map(|(number, (span, text))| Label { span: *span, place: span.start, text: text.to_owned(), is_primary: number == 0 }).collect()
}

/// The columns left of the text in a drawing: a blank, the line number, ` │ `.
fn gutter(last_line: u32) -> usize {
    last_line.to_string().len() + 4
}

/// The block as miette draws it.
fn draw(block: Block, source: &SourceFile, severity: Severity, style: &Style) -> String {
    let place = block.marks.first().map(|mark| source.position(mark.offset));
    let location = place.map_or(source.name.clone(), |place| format!("{}:{}:{}", source.name, place.line, place.column));
    let last_line = block.first_line + block.text.lines().count() as u32;
    let tall = block.marks.iter().filter(|mark| mark.is_tall).count();
    let room = style.width.saturating_sub(gutter(last_line) + if tall > 0 { tall + 2 } else { 0 });
    let mut labels: Vec<(usize, LabeledSpan, bool)> = block.marks.iter().map(|mark| labeled(mark, room, style)).collect();
    labels.sort_by_key(|(start, ..)| *start);

    let characters = if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let mut styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let primary = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
    };
    // miette hands these out to labels by place.
    styles.highlights = labels.iter().map(|(_, _, is_primary)| if *is_primary { primary } else { styles.help }).collect();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(style.width)
        .without_primary_span_start()
        .without_syntax_highlighting()
        .with_links(false);

    let labels = labels.into_iter().map(|(_, label, _)| label).collect();
    let drawing = Drawing { block: Lines { location, first_line: block.first_line, text: block.text }, labels };
    let mut drawn = String::new();
    // A string takes everything, and the excerpt holds all its labels.
    let _ = handler.render_report(&mut drawn, &drawing);
    // miette starts with a headline; this drawing has none.
    let below = drawn.split_once('\n').map_or("", |(_, below)| below);
    let below = bare::without_bare_lines(below);
    below.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// The mark as miette wants it, its text wrapped to the columns there are right of it.
fn labeled(mark: &Mark, room: usize, style: &Style) -> (usize, LabeledSpan, bool) {
    let column = if mark.is_tall { 0 } else { mark.column };
    let mut text = mark.text.clone();
    if let Some(line) = mark.reaches {
        let note = match style.lang {
            Lang::En => format!("to line {line}"),
            Lang::Zh => format!("至第 {line} 行"),
        };
        text = match (text.is_empty(), style.lang) {
            (true, _) => note,
            (false, Lang::En) => format!("{text} ({note})"),
            (false, Lang::Zh) => format!("{text}（{note}）"),
        };
    }
    let lines = wrap(&text, room.saturating_sub(column + 4).max(20));
    let text = (!lines.is_empty()).then(|| lines.join("\n"));
    let length = mark.end - mark.start;
    let span = SourceSpan::from((mark.start, length));
    let label = if mark.is_primary { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) };
    (mark.start, label, mark.is_primary)
}

/// What is handed to miette: one excerpt and its labels.
#[derive(Debug)]
struct Drawing {
    block: Lines,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.block)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// An excerpt that is always shown whole, under a location of our own: miette's would count bytes.
#[derive(Debug)]
struct Lines {
    location: String,
    first_line: u32,
    text: String,
}

impl SourceCode for Lines {
    fn read_span<'a>(&'a self, _: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let line = self.first_line.saturating_sub(1) as usize;
        let count = self.text.lines().count();
        Ok(Box::new(MietteSpanContents::new_named(self.location.clone(), self.text.as_bytes(), whole, line, 0, count)))
    }
}
