//! Pages in a browser: not blank, not wider than the screen, nothing fetched, and sheets of A4. Needs Chromium; where there is
//! none, this says so and passes.

mod support;

use ics::compile::compile;
use ics::diagnostic::Lang;
use ics::document::document;
use ics::explain::{explanation, to_letter, trace};
use ics::value::calendar::Day;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The first browser that answers.
fn browser() -> Option<&'static str> {
    let answers = |name: &&str| {
        let asked = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    BROWSERS.into_iter().find(answers)
}

struct Shown {
    name: &'static str,
    html: String,
}

/// The letter to an example of a policy, and the document of it.
fn pages_of(name: [&'static str; 2], path: &str, example: &str, lang: Lang) -> [Shown; 2] {
    let (sources, policy, tests) = support::with_tests(&support::root().join(path));
    let compiled = compile(sources, policy, &tests);
    let program = compiled.program.unwrap();
    let record = &program.examples.iter().find(|one| one.name == example).unwrap().record;
    let day = Day::from_civil(2026, 1, 1).unwrap();
    let traced = trace(&program, record, day).unwrap();
    let letter = to_letter(&explanation(&program, &compiled.sources, &traced, record, day), lang);
    let scheme = document(&program, &compiled.sources, policy, lang).to_html();
    [Shown { name: name[0], html: letter }, Shown { name: name[1], html: scheme }]
}

/// The report on the enterprises of an example, grouped.
fn report(name: &'static str, lang: &str) -> Shown {
    let folder = TempDir::new().unwrap();
    let page = folder.path().join("report.html");
    let national = support::root().join("examples/national");
    let run = Command::new(env!("CARGO_BIN_EXE_ics"))
        .args(["score", "--quiet", "--lang", lang, "--by", "industry", "--by", "stage", "--report"])
        .args([&page, &national.join("national.ics"), &national.join("sample.csv")])
        .output()
        .unwrap();
    // One record of the sample is rejected on purpose.
    assert_eq!(run.status.code(), Some(1), "{}", String::from_utf8_lossy(&run.stderr));
    Shown { name, html: fs::read_to_string(page).unwrap() }
}

fn pages() -> Vec<Shown> {
    let mut pages = Vec::new();
    pages.extend(pages_of(["letter_zh", "scheme_zh"], "tests/explain/rich.ics", "base", Lang::Zh));
    pages.extend(pages_of(["letter_en", "scheme_en"], "tests/explain/rich.ics", "mature", Lang::En));
    pages.extend(pages_of(["letter_edge", "scheme_edge"], "tests/explain/edge.ics", "edge", Lang::Zh));
    pages.extend([report("report_zh", "zh"), report("report_en", "en")]);
    pages
}

struct Browser {
    program: &'static str,
    folder: TempDir,
}

impl Browser {
    fn run(&self, page: &Path, options: &[String]) -> Vec<u8> {
        let mut command = Command::new(self.program);
        command.args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking", "--no-first-run"]);
        command.arg(format!("--user-data-dir={}", self.folder.path().join("profile").display()));
        command.args(options).arg(format!("file://{}", page.display())).stderr(Stdio::null());
        command.output().unwrap().stdout
    }

    fn write(&self, name: &str, html: &str) -> PathBuf {
        let path = self.folder.path().join(name).with_extension("html");
        fs::write(&path, html).unwrap();
        path
    }

    /// What a screen of 800 × 1000 shows.
    fn screen(&self, page: &Path, colours: &str) -> Vec<u8> {
        let file = self.folder.path().join("screen.png");
        let mut options = vec!["--window-size=800,1000".to_owned(), format!("--screenshot={}", file.display())];
        if colours == "dark" {
            options.extend(["--force-dark-mode".to_owned(), "--blink-settings=preferredColorScheme=0".to_owned()]);
        }
        self.run(page, &options);
        fs::read(&file).unwrap()
    }

    /// How wide the page is on a screen of 800, as the browser measures it. A script does that, so the copy lets it.
    fn width(&self, name: &str, html: &str) -> u32 {
        let policy = html.find("<meta http-equiv").unwrap();
        let end = policy + html[policy..].find('\n').unwrap();
        let script = "<script>document.documentElement.dataset.wide = document.documentElement.scrollWidth;</script></body>";
        let copy = format!("{}{}", &html[..policy], &html[end..]).replace("</body>", script);
        let page = self.write(&format!("{name}_measured"), &copy);
        let text = String::from_utf8(self.run(&page, &["--window-size=800,1000".to_owned(), "--dump-dom".to_owned()])).unwrap();
        let (_, after) = text.split_once("data-wide=\"").unwrap_or_else(|| panic!("{name}: not measured: {text}"));
        after.split('"').next().unwrap().parse().unwrap()
    }

    /// The page printed, and how many sheets it has.
    fn sheets(&self, page: &Path) -> usize {
        let file = self.folder.path().join("print.pdf");
        self.run(page, &["--no-pdf-header-footer".to_owned(), format!("--print-to-pdf={}", file.display())]);
        let bytes = fs::read(&file).unwrap();
        assert!(bytes.starts_with(b"%PDF"));
        let text = String::from_utf8_lossy(&bytes);
        text.matches("/Type /Page\n").count()
    }
}

#[test]
fn pages_look_as_they_should() {
    let Some(program) = browser() else {
        println!("skipped: none of {BROWSERS:?} is installed");
        return;
    };
    let browser = Browser { program, folder: TempDir::new().unwrap() };
    let blank = browser.screen(&browser.write("blank", "<!DOCTYPE html><title>blank</title>"), "light");
    for Shown { name, html } in pages() {
        let page = browser.write(name, &html);
        let (light, dark) = (browser.screen(&page, "light"), browser.screen(&page, "dark"));
        assert!(light.len() > 4 * blank.len(), "{name} is all but blank: {} bytes, {} where nothing is shown", light.len(), blank.len());
        assert!(dark != light, "{name} is the same in dark");
        assert_eq!(browser.width(name, &html), 800, "{name} is wider than the screen");
        let sheets = browser.sheets(&page);
        let most = if name.starts_with("report") { 12 } else { 6 };
        assert!((1..=most).contains(&sheets), "{name} has {sheets} sheets");
        if let Some(folder) = std::env::var_os("ICS_PAGES") {
            let folder = PathBuf::from(folder);
            fs::write(folder.join(name).with_extension("html"), &html).unwrap();
        }
    }
}

/// Whether a browser is there or not: a page names nothing that would be fetched, and forbids it too.
#[test]
fn nothing_is_fetched() {
    for Shown { name, html } in pages() {
        let html = html.replace("http://www.w3.org/2000/svg", "");
        let fetched = ["http:", "https:", "//", "url(", "@import", "src=", "href=", "<link", "<script", "<iframe", "<img"];
        let found: Vec<&&str> = fetched.iter().filter(|word| html.contains(**word)).collect();
        assert!(found.is_empty(), "{name}: {found:?}");
        assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""), "{name}");
    }
}
