//! Reads a drawing back: where its words and rectangles are, measured by another rule than the one it was drawn by.

use unicode_width::UnicodeWidthStr;

/// Half the size of letters, in hundredths: what a narrow letter takes on average.
const NARROW: i64 = 600;
const LETTER: i64 = 1200;

/// Words on a level line, in hundredths.
pub struct Words {
    left: i64,
    right: i64,
    foot: i64,
    text: String,
    level: bool,
}

/// A rectangle.
pub struct Area {
    pub x: i64,
    pub width: i64,
    pub says: String,
}

/// What a drawing holds.
pub struct Drawn {
    width: i64,
    height: i64,
    words: Vec<Words>,
    pub areas: Vec<Area>,
}

fn hundredths(text: &str) -> i64 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let rest = format!("{rest:0<2}");
    whole.parse::<i64>().unwrap() * 100 + sign * rest.parse::<i64>().unwrap()
}

/// The value of an attribute of a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(start..)?.split('"').next()
}

impl Drawn {
    /// Reads the text of an `<svg>`.
    pub fn read(svg: &str) -> Drawn {
        let sides: Vec<i64> = attribute(svg, "viewBox").unwrap().split(' ').map(hundredths).collect();
        let number = |tag: &str, name: &str| hundredths(attribute(tag, name).unwrap());
        let words = svg.split("<text").skip(1).map(|tag| {
            let text = tag.split('>').nth(1).unwrap().split('<').next().unwrap();
            let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            let (x, wide) = (number(tag, "x"), text.width() as i64 * NARROW);
            let left = match attribute(tag, "text-anchor") {
                None => x,
                Some("middle") => x - wide / 2,
                Some(_) => x - wide,
            };
            Words { left, right: left + wide, foot: number(tag, "y"), text, level: !tag.contains("rotate") }
        });
        let areas = svg.split("<rect").skip(1).map(|tag| Area {
            x: number(tag, "x"),
            width: number(tag, "width"),
            says: tag.split("/>").next().unwrap().split("<title>").nth(1).map_or("", |says| says.split('<').next().unwrap()).to_owned(),
        });
        Drawn { width: sides[2], height: sides[3], words: words.collect(), areas: areas.collect() }
    }

    /// Words and rectangles that leave the drawing.
    pub fn outside(&self) -> Vec<String> {
        let words = self.words.iter().filter(|words| {
            let level = words.left < -100 || words.right > self.width + 100 || words.foot > self.height || words.foot < LETTER * 3 / 4;
            // Words that rise reach seven tenths of their length up and to the right.
            let reach = (words.right - words.left) * 7 / 10;
            let rising = words.left + reach > self.width + LETTER || words.foot - reach < -LETTER;
            if words.level { level } else { rising }
        });
        let areas = self.areas.iter().filter(|area| area.x < 0 || area.width < 0 || area.x + area.width > self.width + 200);
        words
            .map(|words| format!("{} ({}..{} at {})", words.text, words.left, words.right, words.foot))
            .chain(areas.map(|area| area.says.clone()))
            .collect()
    }

    /// Pairs of level words that stand on one another.
    pub fn touching(&self) -> Vec<String> {
        let mut touching = Vec::new();
        for (place, first) in self.words.iter().enumerate().filter(|(_, words)| words.level) {
            for second in self.words.iter().skip(place + 1).filter(|words| words.level) {
                let beside = first.right <= second.left + 100 || second.right <= first.left + 100;
                let apart = (first.foot - second.foot).abs() >= LETTER * 9 / 10;
                if !beside && !apart {
                    touching.push(format!("{} | {}", first.text, second.text));
                }
            }
        }
        touching
    }
}
