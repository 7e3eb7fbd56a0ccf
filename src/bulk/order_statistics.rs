//! Quartiles as order statistics.
//!
//! In: numbers, rising, each with how often it occurs. Out: five of them. No interpolation: a quartile is a number that some record has,
//! the least one that at least that share of all numbers does not exceed (the inverse of the empirical distribution function).

/// Least, lower quartile, median, upper quartile, greatest; `None` where there are no numbers.
#[must_use]
pub fn five_numbers(pairs: &[(i128, u64)]) -> Option<[i128; 5]> {
    let (least, _) = *pairs.first()?;
    let (greatest, _) = *pairs.last()?;
    let whole: u64 = pairs.iter().map(|(_, count)| count).sum();
    let quartile = |quarters: u128| {
        let rank = (u128::from(whole) * quarters).div_ceil(4);
        let mut passed = 0;
        pairs.iter().find_map(|(number, count)| {
            passed += u128::from(*count);
            (passed >= rank).then_some(*number)
        })
    };
    Some([least, quartile(1)?, quartile(2)?, quartile(3)?, greatest])
}

#[cfg(test)]
mod tests {
    use super::five_numbers;

    /// Of numbers that occur once each.
    fn of(sorted: &[i128]) -> Option<[i128; 5]> {
        five_numbers(&sorted.iter().map(|number| (*number, 1)).collect::<Vec<(i128, u64)>>())
    }

    #[test]
    fn quartiles_are_numbers_of_the_list() {
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[7]), Some([7; 5]));
        assert_eq!(of(&[1, 2]), Some([1, 1, 1, 2, 2]));
        assert_eq!(of(&[1, 2, 3, 4]), Some([1, 1, 2, 3, 4]));
        assert_eq!(of(&[1, 2, 3, 4, 5]), Some([1, 2, 3, 4, 5]));
        assert_eq!(of(&[10, 20, 30, 40, 50, 60, 70, 80]), Some([10, 20, 40, 60, 80]));
    }

    #[test]
    fn a_number_counts_as_often_as_it_occurs() {
        assert_eq!(five_numbers(&[(1, 3), (2, 1), (9, 4)]), of(&[1, 1, 1, 2, 9, 9, 9, 9]));
        assert_eq!(five_numbers(&[(1, u64::from(u32::MAX)), (2, 1)]), Some([1, 1, 1, 1, 2]));
    }
}
