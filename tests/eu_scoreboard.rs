//! The EU Industrial R&D Investment Scoreboard 2023, 2,500 real companies, through the program.
//!
//! The workbook is not part of the project. It is looked for in `shared/data` beside the project, or in the folder that the
//! environment variable `ICS_SHARED` names; where it is absent, the tests say so and pass.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const WORKBOOK: &str = "eu-rd-scoreboard-2023.xlsx";

/// The folder of the workbook, if it is there.
fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("ICS_SHARED").map_or(beside, PathBuf::from).join("data");
    let found = folder.join(WORKBOOK).is_file();
    if !found {
        println!("skipped: {} is not there", folder.join(WORKBOOK).display());
    }
    found.then_some(folder)
}

/// A run in the folder of the workbook, so that messages name it without its path.
fn scored(folder: &Path, options: &[&str]) -> Output {
    let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eu_scoreboard.ics");
    let mut command = Command::new(env!("CARGO_BIN_EXE_ics"));
    command.current_dir(folder).args(["score", "--format", "csv"]).args(options).arg(policy).arg(WORKBOOK).output().unwrap()
}

#[test]
fn every_row_is_accounted_for_and_every_run_is_alike() {
    let Some(folder) = folder() else { return };
    let (first, second) = (scored(&folder, &["--lang", "en"]), scored(&folder, &["--lang", "en"]));
    assert_eq!(first, second);
    let lines = String::from_utf8(first.stdout).unwrap().lines().count();
    // A header, and all 2,500 but one, whose cell is an error of Excel.
    assert_eq!(lines, 1 + 2_499);
    insta::assert_snapshot!("summary_in_english", String::from_utf8(first.stderr).unwrap());
    let chinese = scored(&folder, &["--lang", "zh"]);
    insta::assert_snapshot!("summary_in_chinese", String::from_utf8(chinese.stderr).unwrap());
}

/// Worked out apart from this project, in exact decimals, from the figures of the workbook (R&D, sales and profits in million
/// euro to 6 places, growth in per cent to 4, quotients and interpolation to 12, the total to 2). In order: R&D, its growth,
/// intensity, R&D per employee, growth of sales, profitability, total:
///
/// * ALPHABET: 37033.580500 (20), 25.1505 % (10), /265175.437324 = 0.139656903647 (13.9656903647), /190234 = 194673 EUR (15),
///   9.7808 % (5), 70168.790678/265175.437324 = 0.264612708425 (15): 78.97.
/// * LOGITECH INTERNATIONAL: 263.262816 (10), −3.7856 % (0), /4255.409665 = 0.061865445803 (6.1865445803), /7400 = 35576 EUR (10),
///   −17.1915 % (0), 439.304520/4255.409665 = 0.103234366273 (10.3234366273): 36.51.
/// * SAMSUNG ELECTRONICS, no employees: 18435.428357 (20), 10.2842 % (10), /223593.254675 = 0.082450735751 (8.2450735751), – (0),
///   8.0923 % (5), 32090.388894/223593.254675 = 0.143521274560 (14.352127456): 57.60.
/// * BIOHAVEN, no sales: 409.780787 (15), 140.8296 % (15), – (0), /202 = 2028617 EUR (15), – (0), – (0): 45.00.
/// * ACCIONA: 262.8 (10), 5.0360 % (5), /11195 = 0.023474765520 (2.347476552), /45892 = 5726 EUR (5), 38.1365 % (15),
///   1430/11195 = 0.127735596248 (12.7735596248): 50.12.
#[test]
fn companies_worked_out_by_hand() {
    let Some(folder) = folder() else { return };
    let columns = "company,rd_amount,rd_rise,rd_intensity,rd_per_employee,sales_rise,profitability,total,level,figures_missing";
    let output = scored(&folder, &["--columns", columns, "--quiet"]);
    let text = String::from_utf8(output.stdout).unwrap();
    let rows: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(',')).collect();
    for (company, expected) in [
        ("ALPHABET", "20,10,13.9656903647,15,5,15,78.97,strong,0"),
        ("LOGITECH INTERNATIONAL", "10,0,6.1865445803,10,0,10.3234366273,36.51,ordinary,0"),
        ("SAMSUNG ELECTRONICS", "20,10,8.2450735751,0,5,14.352127456,57.6,ordinary,1"),
        ("BIOHAVEN", "15,15,0,15,0,0,45,ordinary,1"),
        ("ACCIONA", "10,5,2.347476552,5,15,12.7735596248,50.12,ordinary,0"),
    ] {
        assert_eq!(rows.get(company), Some(&expected), "{company}");
    }
}
