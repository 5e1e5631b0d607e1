//! Plausible Vietnamese names and streets, drawn, never taken from life.

use domain::record::Sex;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Family names with how many of a thousand bear them: Nguyễn about a third.
const FAMILIES: &[(&str, u32)] = &[
    ("Nguyễn", 330),
    ("Trần", 120),
    ("Lê", 95),
    ("Phạm", 70),
    ("Huỳnh", 55),
    ("Phan", 45),
    ("Võ", 42),
    ("Đặng", 38),
    ("Bùi", 36),
    ("Đỗ", 30),
    ("Hồ", 26),
    ("Ngô", 24),
    ("Dương", 22),
    ("Lý", 18),
    ("Đinh", 14),
    ("Trương", 14),
    ("Lâm", 8),
    ("Mai", 7),
    ("Cao", 6),
];

const MALE_MIDDLE: &[&str] =
    &["Văn", "Hữu", "Minh", "Quốc", "Thanh", "Đức", "Hoàng", "Công", "Anh", "Xuân"];
const FEMALE_MIDDLE: &[&str] = &[
    "Thị",
    "Thị Kim",
    "Thị Thu",
    "Ngọc",
    "Thị Hoài",
    "Thuỳ",
    "Thị Mỹ",
    "Bích",
    "Thanh",
    "Thị Lan",
];
const MALE_GIVEN: &[&str] = &[
    "An", "Bảo", "Bình", "Cường", "Dũng", "Duy", "Đạt", "Đức", "Hải", "Hiếu", "Hoàng", "Hùng",
    "Huy", "Khải", "Khánh", "Khoa", "Lâm", "Long", "Lộc", "Mạnh", "Minh", "Nam", "Nghĩa", "Phong",
    "Phúc", "Phước", "Quân", "Quang", "Sơn", "Tài", "Tâm", "Thành", "Thắng", "Thịnh", "Toàn",
    "Trí", "Trung", "Tuấn", "Tùng", "Vinh",
];
const FEMALE_GIVEN: &[&str] = &[
    "Anh", "Ánh", "Ân", "Bích", "Châu", "Chi", "Cúc", "Diễm", "Dung", "Duyên", "Giang", "Hà",
    "Hạnh", "Hằng", "Hiền", "Hoa", "Hồng", "Huệ", "Hương", "Lan", "Liên", "Linh", "Loan", "Ly",
    "Mai", "My", "Nga", "Ngân", "Ngọc", "Nhung", "Oanh", "Phương", "Quỳnh", "Tâm", "Thảo", "Thu",
    "Thuỷ", "Trang", "Trinh", "Uyên", "Vân", "Yến",
];

const STREETS: &[&str] = &[
    "Út Tịch",
    "Hoàng Việt",
    "Xuân Hồng",
    "Phạm Văn Hai",
    "Bành Văn Trân",
    "Nghĩa Phát",
    "Đất Thánh",
    "Thiên Phước",
    "Lạc Long Quân",
    "Âu Cơ",
    "Ba Vân",
    "Trường Chinh",
    "Bàu Cát",
    "Đồng Đen",
    "Hồng Lạc",
    "Nguyễn Bặc",
    "Năm Châu",
    "Ca Văn Thỉnh",
    "Tân Sơn",
    "Phan Huy Ích",
    "Cống Lở",
    "Quách Văn Tuấn",
    "Giải Phóng",
    "Tân Canh",
    "Bùi Thị Xuân",
    "Trà Khúc",
    "Sông Đà",
    "Lam Sơn",
];

pub fn family_name(rng: &mut ChaCha8Rng) -> &'static str {
    let mut drawn = rng.random_range(0..1_000);
    for (name, share) in FAMILIES {
        if drawn < *share {
            return name;
        }
        drawn -= share;
    }
    "Nguyễn"
}

pub fn full_name(rng: &mut ChaCha8Rng, family: &str, sex: Sex) -> String {
    let (middle, given) = match sex {
        Sex::Male => (MALE_MIDDLE, MALE_GIVEN),
        Sex::Female => (FEMALE_MIDDLE, FEMALE_GIVEN),
    };
    format!("{family} {} {}", one_of(rng, middle), one_of(rng, given))
}

pub fn street(rng: &mut ChaCha8Rng) -> &'static str {
    one_of(rng, STREETS)
}

/// A house number as they are in an old quarter: `25/12`.
pub fn house(rng: &mut ChaCha8Rng) -> String {
    let number = rng.random_range(1..400);
    match rng.random_range(0..3) {
        0 => number.to_string(),
        1 => format!("{number}/{}", rng.random_range(1..60)),
        _ => format!("{number}/{}/{}", rng.random_range(1..30), rng.random_range(1..15)),
    }
}

pub fn one_of<T: Copy>(rng: &mut ChaCha8Rng, of: &[T]) -> T {
    of[rng.random_range(0..of.len())]
}
