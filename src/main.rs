//! stub
fn main() {
    let mut s = ics::source::Sources::default();
    for f in std::env::args().skip(1) {
        let id = s.add(f.clone(), std::fs::read_to_string(&f).unwrap());
        let (file, p) = ics::syntax::parse(&s, id);
        println!("{f}: {} items", file.items.len());
        for d in p.sorted() {
            let sp = d.primary().unwrap();
            let pos = s.file(sp.file).position(sp.start);
            println!("{}:{} {} {:?}", pos.line, pos.column, d.code, d.en);
        }
        if std::env::var("D").is_ok() {
            println!("{file:#?}");
        }
    }
}
