//! The command line as people see it: sessions in `tests/cli/*.md`, run and compared. `TRYCMD=overwrite` rewrites them.

#[test]
fn sessions() {
    trycmd::TestCases::new()
        .env("ICS_LANG", "en")
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .case("tests/cli/*.md")
        .case("tests/cli/*.toml")
        .case("README.md")
        .case("docs/commands.md")
        .case("docs/population.md")
        .case("docs/reports.md");
}
