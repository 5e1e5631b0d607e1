//! Words about households and clans, and what happens to their people.

use domain::text::{Language, whole};
use domain::time::Year;

words! {
    NAME_ERASED = "(đã xoá tên)", "(name erased)";
    LISTS_STAND_ELSEWHERE = "Danh sách nhiều người đã xuất, trong đó có thể có người này:", "Lists of many that were exported, and may have this person on them:";
    NUMBER_ON_RECORD = "Đang ghi:", "On record:";
    NUMBER_STAYS = "Để trống ô trên thì giữ nguyên.", "Left empty, it stays.";
    NUMBER_GOES = "Số này sẽ được bỏ khi lưu.", "It is taken out when saved.";
    DROP_NUMBER = "Bỏ số này", "Take it out";
    LESS_OF_NUMBER = "Giấu bớt số", "Hide most of it";
    WHOLE_NUMBER = "Hiện cả số", "Show it whole";
    PEOPLE_OF_AREA = "Người ở đây", "People here";
    IN_HOUSEHOLD = "Trong hộ", "In the household";
    FORMER_INMATES = "Đã từng ở đây", "Have lived here";
    CHANGES = "Thay đổi", "Changes";
    INTO_HOUSEHOLD = "Vào hộ", "Into the household";
    RELATION_THERE = "Là gì của chủ hộ nơi đến", "Relation to the head there";
    RELATIONS_TO_HEAD_THERE = "Người đi cùng là gì của chủ hộ nơi đến", "How those who go along stand to the head there";
    NEXT_HEAD = "Chủ hộ mới", "New head";
    RELATIONS_TO_NEXT = "Người ở lại là gì của chủ hộ mới", "How those who stay stand to the new head";
    GOES_ALONG = "Đi cùng", "Go along";
    CHOOSE_HOUSEHOLD = "Tìm và chọn hộ chuyển đến.", "Find and choose the household.";
    HOUSEHOLD_HAS_NO_HOME = "Hộ này chưa ghi địa bàn. Mở hộ đó và ghi nơi ở trước.", "That household has no area on record. Record its home first.";
    HOME_JOIN = "Chuyển sang hộ khác", "Move to another household";
    HOME_FOUND = "Tách hộ mới", "Found a household";
    HOME_HEAD = "Làm chủ hộ", "Become head";
    HOME_DIED = "Qua đời", "Died";
    HOME_LEAVE = "Đi nơi khác", "Went away";
    HOME_MOVE_ALL = "Cả hộ chuyển nhà", "The household moves";
    DIED_ON = "Mất ngày", "Died on";
    CLAN = "Dòng họ", "Clan";
    CLAN_FAMILIES = "Gia đình của dòng họ", "Families of the clan";
    PLACES_PAGE = "Chi hội, đơn vị, dòng họ", "Branches, units, clans";
    SEARCH_PLACES = "Tìm theo tên, khu phố", "Search by name or neighbourhood";
    NO_PLACES = "Chưa có mục nào như vậy.", "None of these yet.";
    MEMBERS_WORD = "hội viên", "members";
    WORKERS_WORD = "người làm việc", "people work there";
    FAMILIES_WORD = "gia đình", "families";
    NO_CLAN_FAMILIES = "Chưa có gia đình nào.", "No family yet.";
    FIND_CLAN_FAMILIES = "Chưa có gia đình nào. Tìm theo số nhà hoặc chủ hộ ở dưới để thêm.", "No family yet. Find one below by its door or its head to add it.";
    ADD_FAMILY_TO_CLAN = "Thêm gia đình", "Add a family";
    ADDED_TO_CLAN = "Đã thêm vào dòng họ.", "Added to the clan.";
    IN_CLAN_ALREADY = "Gia đình này đã có trong dòng họ.", "This family belongs to the clan already.";
    TAKE_OUT_OF_CLAN = "Đưa ra khỏi dòng họ", "Take out of the clan";
    TAKEN_OUT_OF_CLAN = "Đã đưa ra khỏi dòng họ.", "Taken out of the clan.";
    ADD_CLAN_AREA = "Thêm địa bàn", "Add an area";
    ADD_TO_CLAN = "Thêm vào dòng họ", "Add to a clan";
    MEMBERS_OF_BRANCH = "Hội viên của chi hội", "Members of the branch";
    PEOPLE_OF_UNIT = "Người làm việc ở đây", "People who work here";
    PEOPLE_OF_CLAN = "Người trong dòng họ", "People of the clan";
}

/// How many families a clan has, and how many of them have registered in a year.
pub fn families_of_clan(
    families: usize,
    registered: usize,
    year: Year,
    language: Language,
) -> String {
    let [families, registered] = [families, registered].map(|count| whole(count as i64));
    match language {
        Language::Vietnamese => {
            format!("{families} gia đình, {registered} đã đăng ký Gia đình học tập {year}")
        }
        Language::English => {
            format!("{families} families, {registered} registered as learning families in {year}")
        }
    }
}

/// Asks as whom somebody is on record a second time.
pub fn recorded_twice_with(name: &str, language: Language) -> String {
    match language {
        Language::Vietnamese => format!("{name} trùng với ai trong sổ?"),
        Language::English => format!("As whom is {name} on record, too?"),
    }
}

/// `Thêm dòng họ`
pub fn add_one(kind: &str, language: Language) -> String {
    let kind = kind.to_lowercase();
    match language {
        Language::Vietnamese => format!("Thêm {kind}"),
        Language::English => format!("Add a {kind}"),
    }
}
