//! The figures that the demo district is generated to. The sums are those of the news article of
//! 24 September 2022; how they spread over the wards is invented.

/// The district's unit.
pub const DISTRICT: &str = "63-79-766";

/// What one ward comes to at the end of the quarter.
pub struct Ward {
    pub code: &'static str,
    pub members: usize,
    pub population: i64,
    pub families_registered: usize,
    pub families: usize,
    pub communities: usize,
    pub citizens: usize,
    pub scholarships: usize,
    pub children: usize,
    pub clans: usize,
    pub units: usize,
}

#[allow(clippy::too_many_arguments)] // a line of a table
const fn ward(
    code: &'static str,
    members: usize,
    population: i64,
    families_registered: usize,
    families: usize,
    communities: usize,
    citizens: usize,
    scholarships: usize,
    children: usize,
    clans: usize,
    units: usize,
) -> Ward {
    Ward {
        code,
        members,
        population,
        families_registered,
        families,
        communities,
        citizens,
        scholarships,
        children,
        clans,
        units,
    }
}

/// Phường 1 to 15.
#[rustfmt::skip]
pub const WARDS: &[Ward] = &[
    ward("63-26977", 3078, 19961, 3111, 3607, 7, 0, 75, 258, 2, 7),
    ward("63-26965", 3177, 18911, 3308, 3619, 6, 0, 69, 250, 3, 8),
    ward("63-26980", 3427, 17352, 2877, 3196, 6, 0, 84, 194, 2, 6),
    ward("63-26968", 3660, 22523, 4126, 4365, 7, 62, 102, 298, 3, 8),
    ward("63-26989", 3451, 22915, 4180, 4431, 8, 0, 81, 301, 3, 7),
    ward("63-26995", 4971, 25246, 4375, 4689, 8, 0, 140, 354, 4, 8),
    ward("63-26986", 3336, 18554, 2953, 3456, 6, 0, 102, 233, 2, 6),
    ward("63-26998", 3603, 21157, 3457, 3834, 7, 0, 104, 292, 3, 7),
    ward("63-27001", 3753, 23238, 3699, 4333, 8, 0, 118, 203, 3, 7),
    ward("63-26992", 4641, 23824, 3683, 4452, 8, 0, 84, 227, 3, 8),
    ward("63-26983", 3852, 22659, 3480, 4086, 8, 0, 81, 324, 3, 8),
    ward("63-26971", 3535, 23504, 4060, 4316, 8, 71, 113, 232, 3, 8),
    ward("63-26974", 3899, 21053, 3636, 3947, 7, 0, 80, 297, 3, 8),
    ward("63-27004", 3419, 20171, 3285, 3655, 7, 0, 61, 304, 2, 6),
    ward("63-27007", 8556, 47017, 8004, 8550, 16, 52, 181, 698, 4, 10),
];

/// Members who joined in the third quarter of 2022, and in the year before it.
pub const JOINED_IN_QUARTER: usize = 412;
pub const JOINED_IN_YEAR_BEFORE: usize = 1_044;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wards_add_up_to_the_articles_figures() {
        let sum = |of: fn(&Ward) -> usize| WARDS.iter().map(of).sum::<usize>();
        assert_eq!(sum(|ward| ward.members), 60_358);
        assert_eq!(WARDS.iter().map(|ward| ward.population).sum::<i64>(), 348_085);
        assert_eq!(sum(|ward| ward.families_registered), 58_234);
        assert_eq!(sum(|ward| ward.families), 64_536);
        assert_eq!(sum(|ward| ward.communities), 117);
        assert_eq!(sum(|ward| ward.citizens), 185);
        assert_eq!(sum(|ward| ward.scholarships), 1_475);
        assert_eq!(sum(|ward| ward.children), 4_465);
        assert_eq!(sum(|ward| ward.clans), 43);
        assert_eq!(sum(|ward| ward.units), 112);
    }
}
