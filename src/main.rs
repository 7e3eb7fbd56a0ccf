//! stub
use ics::{compile, diagnostic::terminal};
fn main() {
    let dir = "/tmp";
    let _ = dir;
    for f in std::env::args().skip(1) {
        let mut s = ics::source::Sources::default();
        let id = s.add(f.clone(), std::fs::read_to_string(&f).unwrap());
        let tf = f.replace(".ics", "_test.ics");
        let tests: Vec<_> = std::fs::read_to_string(&tf).ok().map(|t| s.add(tf, t)).into_iter().collect();
        let c = compile::compile(s, id, &tests);
        let style = terminal::Style {
            lang: if std::env::var("ZH").is_ok() { ics::diagnostic::Lang::Zh } else { ics::diagnostic::Lang::En },
            ..Default::default()
        };
        for d in &c.diagnostics {
            println!("{}", terminal::render(d, &c.sources, &style));
        }
        println!("{f}: {} diagnostics, program {}", c.diagnostics.len(), c.program.is_some());
        if let Some(p) = &c.program {
            let (mut ok, mut bad) = (0, 0);
            for t in &p.tests {
                let as_of = t.as_of.or(p.policy.as_of).unwrap_or(ics::value::calendar::Day(20000));
                let rejected = !t.given.broken.is_empty() || ics::explain::check_record(p, &t.given.record, as_of).unwrap().is_some();
                match &t.expect {
                    ics::ir::Expect::Rejected { .. } => {
                        if rejected {
                            ok += 1
                        } else {
                            bad += 1;
                            println!("not rejected: {}", t.name)
                        }
                    }
                    ics::ir::Expect::All(list) => {
                        if rejected {
                            bad += 1;
                            println!("rejected: {}", t.name);
                            continue;
                        }
                        let e = ics::explain::evaluate(p, &t.given.record, as_of).unwrap();
                        for x in list {
                            let v = ics::explain::value_of(p, &x.condition, &t.given.record, &e, as_of).unwrap();
                            if v == ics::value::Value::Bool(true) {
                                ok += 1
                            } else {
                                bad += 1;
                                println!(
                                    "FAIL {}: {} found {:?}",
                                    t.name,
                                    c.sources.slice(x.span),
                                    x.found.as_ref().map(|f| ics::explain::value_of(p, f, &t.given.record, &e, as_of).unwrap())
                                )
                            }
                        }
                    }
                }
            }
            println!("{} tests: {ok} ok, {bad} bad", p.tests.len());
        }
    }
}
