//! The demo district's review prints the figures of the article.

use domain::id::Epoch;
use domain::record::AreaLevel;
use domain::text::whole;
use domain::time::{Day, Quarter, Year};
use rusqlite::Connection;
use server::clock;
use server::keys::OrganisationKey;
use server::ledger::{Ledger, MemoryJournal, Start};
use store::query::review::{ReviewOf, area_tree, review};

fn district() -> Ledger {
    let db = Connection::open_in_memory().unwrap();
    let keys = OrganisationKey::new([9; 32]);
    let journal = Box::new(MemoryJournal::default());
    let mut ledger =
        Ledger::open(db, keys, journal, Start::AsLeft, Epoch(1), clock::now()).unwrap();
    server::demo::fill(&mut ledger).unwrap();
    ledger
}

#[test]
fn the_review_of_quarter_iii_of_2022_prints_the_articles_figures() {
    let begun = std::time::Instant::now();
    let ledger = district();
    println!("filled in {:?}, {} changes", begun.elapsed(), ledger.head().unwrap().0);
    let tree = area_tree(ledger.db()).unwrap();
    let quarter = Quarter::new(Year(2022), 3).unwrap();
    let of = ReviewOf {
        quarter,
        area: ledger.organisation().root(),
        level: AreaLevel::Ward,
        by: quarter.last_day(),
    };
    let begun = std::time::Instant::now();
    let counted = review(ledger.db(), &tree, of).unwrap();
    println!("counted in {:?}", begun.elapsed());
    let begun = std::time::Instant::now();
    review(ledger.db(), &tree, of).unwrap();
    println!("counted again in {:?}", begun.elapsed());
    let sum = counted.sum;
    assert_eq!(whole(sum.members), "60.358");
    assert_eq!(sum.members_share().unwrap(), "17,34%");
    assert_eq!((sum.families_registered, sum.families), (58_234, 64_536));
    assert_eq!((sum.clans_registered, sum.clans), (43, 43));
    assert_eq!((sum.communities_registered, sum.communities), (117, 117));
    assert_eq!((sum.units_registered, sum.units), (112, 112));
    assert_eq!(sum.citizens_registered, 185);
    assert_eq!(sum.scholarships, 1_475);
    assert_eq!(sum.children_supported, 4_465);
    assert!(sum.awards > 0 && sum.scholarships_dong > 1_475 * 1_000_000);
    assert_eq!((sum.events, sum.training_classes), (7, 3));

    let names: Vec<&str> = counted.rows.iter().map(|row| row.name.as_str()).collect();
    let wards: Vec<String> = (1..=15).map(|number| format!("Phường {number}")).collect();
    assert_eq!(names, wards);
    let pilots: Vec<&str> = counted
        .rows
        .iter()
        .filter(|row| row.figures.citizens_registered > 0)
        .map(|row| row.name.as_str())
        .collect();
    assert_eq!(pilots, ["Phường 4", "Phường 12", "Phường 15"]);

    let before = review(ledger.db(), &tree, ReviewOf { quarter: quarter.before(), ..of }).unwrap();
    assert_eq!(sum.members - before.sum.members, 412);
    let year_before =
        review(ledger.db(), &tree, ReviewOf { quarter: quarter.year_before(), ..of }).unwrap();
    assert_eq!(year_before.sum.members, 58_902);

    let today = ReviewOf { by: Day::parse("1/7/2025").unwrap(), ..of };
    let today = review(ledger.db(), &tree, today).unwrap();
    let names: Vec<&str> = today.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Phường Bảy Hiền",
            "Phường Tân Bình",
            "Phường Tân Hòa",
            "Phường Tân Sơn",
            "Phường Tân Sơn Hòa",
            "Phường Tân Sơn Nhất",
        ]
    );
    assert_eq!(today.sum, sum, "the sums agree across the eras");
}
