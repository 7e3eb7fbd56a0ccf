//! Quartiles as order statistics.
//!
//! In: numbers, sorted upwards. Out: five of them. No interpolation: a quartile is a number that some record has, the least
//! one that at least that share of all numbers does not exceed (the inverse of the empirical distribution function).

/// Least, lower quartile, median, upper quartile, greatest; `None` where there are no numbers.
#[must_use]
pub fn five_numbers(sorted: &[i128]) -> Option<[i128; 5]> {
    let least = *sorted.first()?;
    let greatest = *sorted.last()?;
    let quartile = |quarters: usize| {
        let rank = (sorted.len() * quarters).div_ceil(4);
        sorted.get(rank.saturating_sub(1)).copied()
    };
    Some([least, quartile(1)?, quartile(2)?, quartile(3)?, greatest])
}

#[cfg(test)]
mod tests {
    use super::five_numbers;

    #[test]
    fn quartiles_are_numbers_of_the_list() {
        assert_eq!(five_numbers(&[]), None);
        assert_eq!(five_numbers(&[7]), Some([7; 5]));
        assert_eq!(five_numbers(&[1, 2]), Some([1, 1, 1, 2, 2]));
        assert_eq!(five_numbers(&[1, 2, 3, 4]), Some([1, 1, 2, 3, 4]));
        assert_eq!(five_numbers(&[1, 2, 3, 4, 5]), Some([1, 2, 3, 4, 5]));
        assert_eq!(five_numbers(&[10, 20, 30, 40, 50, 60, 70, 80]), Some([10, 20, 40, 60, 80]));
    }
}
