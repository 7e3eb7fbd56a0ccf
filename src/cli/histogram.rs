//! A small histogram as text.
//!
//! In: bars. Out: lines, a bar each, aligned.

use crate::bulk::histogram::Bar;

/// Bars as lines: interval, count, and a bar as long as its share of `width`.
#[must_use]
pub fn lines(bars: &[Bar], width: usize, block: char) -> Vec<String> {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1);
    let names: Vec<(String, String)> = bars.iter().map(|bar| (bar.low.to_string(), bar.high.to_string())).collect();
    let low_width = names.iter().map(|(low, _)| low.len()).max().unwrap_or(0);
    let high_width = names.iter().map(|(_, high)| high.len()).max().unwrap_or(0);
    let count_width = most.to_string().len();
    let line = |(bar, (low, high)): (&Bar, &(String, String))| {
        // Rounded up, so that a bar that counts something is seen.
        let length = (u128::from(bar.count) * width as u128).div_ceil(u128::from(most));
        let drawn: String = std::iter::repeat_n(block, length as usize).collect();
        let bracket = if bar.closed { ']' } else { ')' };
        format!("[{low:>low_width$}, {high:>high_width$}{bracket}  {:>count_width$}  {drawn}", bar.count).trim_end().to_owned()
    };
    bars.iter().zip(&names).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::lines;
    use crate::bulk::histogram::bars;

    #[test]
    fn bars_line_up() {
        let shown = lines(&bars(&[(0, 1), (550, 1), (600, 1), (1000, 1)], 1, 10), 4, '#');
        let expected = ["[ 0,  10)  1  ####", "[10,  20)  0"];
        assert_eq!(shown[..2], expected);
        assert_eq!(shown[5..], ["[50,  60)  1  ####", "[60,  70)  1  ####", "[70,  80)  0", "[80,  90)  0", "[90, 100]  1  ####"]);
    }
}
