//! What a column of a sheet says of the person of each line.

use serde::{Deserialize, Serialize};

use crate::field::choice;
use crate::text::{Label, fold};

choice! {
    /// What a column says.
    #[derive(Serialize, Deserialize)]
    Means {
        Name = 1 ("Họ và tên", "Name"),
        /// Where names are written in two columns.
        FamilyName = 2 ("Họ và chữ lót", "Family and middle names"),
        GivenName = 3 ("Tên", "Given name"),
        Birth = 4 ("Ngày sinh hoặc năm sinh", "Date or year of birth"),
        Sex = 5 ("Giới tính", "Sex"),
        /// Where there is a column for each sex: a mark, or the birth.
        Man = 6 ("Nam: dấu hoặc năm sinh", "Men: a mark or the year of birth"),
        Woman = 7 ("Nữ: dấu hoặc năm sinh", "Women: a mark or the year of birth"),
        Phone = 8 ("Điện thoại", "Telephone"),
        CitizenId = 9 ("Số định danh (CCCD)", "Citizen ID"),
        OldId = 10 ("Số CMND cũ", "Former ID number"),
        Occupation = 11 ("Nhóm nghề nghiệp", "Occupation"),
        Cadre = 12 ("Cán bộ, công chức, viên chức (đánh dấu)", "Cadre, public employee (a mark)"),
        School = 13 ("Trường", "School"),
        Class = 14 ("Lớp", "Class"),
        House = 15 ("Số nhà", "House number"),
        Street = 16 ("Đường", "Street"),
        /// House and street in one, and the area behind a comma.
        Address = 17 ("Địa chỉ: số nhà, đường", "Address: house and street"),
        Area = 18 ("Khu phố", "Neighbourhood"),
        Ward = 19 ("Phường", "Ward"),
        /// A number of the sheet's own, the same for all of one household.
        Household = 20 ("Hộ số (cùng số là một hộ)", "Household (one number, one household)"),
        Relation = 21 ("Quan hệ với chủ hộ", "Relation to the head"),
        Hardship = 22 ("Hoàn cảnh: hộ nghèo, cận nghèo", "Hardship: poor, near-poor"),
        Branch = 23 ("Chi hội", "Branch"),
        JoinedOn = 24 ("Ngày vào Hội", "Joined on"),
        CardNumber = 25 ("Số thẻ", "Card number"),
        Registers = 26 ("Đăng ký Công dân học tập (đánh dấu)", "Registers as learning citizen (a mark)"),
        FamilyRegisters = 27 ("Đăng ký Gia đình học tập (đánh dấu)", "Family registers (a mark)"),
        Consent = 28 ("Đồng ý lưu thông tin (đánh dấu)", "Consent to keep the data (a mark)"),
    }
}

impl Means {
    /// What a column with this head says, as far as heads are known; the likeliest first.
    pub(super) fn of_head(head: &str) -> Option<Means> {
        let head = plain(head);
        if head.is_empty() {
            return None;
        }
        let is = |means: &&Means| means.heads().any(|known| known == head);
        let begins = |means: &&Means| {
            means.heads().any(|known| known.contains(' ') && head.starts_with(known))
        };
        let all = || Means::ALL.iter();
        all().find(is).or_else(|| all().find(begins)).copied()
    }

    /// What the head of such a column is called where people write sheets, folded; between bars.
    fn heads(self) -> impl Iterator<Item = &'static str> {
        let heads = match self {
            Means::Name => {
                "ho va ten|ho ten|ho & ten|hoi vien|ten hoi vien|nguoi|name|full name|\
                 ho ten hoi vien|ho va ten hoi vien"
            }
            Means::FamilyName => {
                "ho|ho va chu lot|ho chu lot|ho lot|ho va ten dem|ho dem|ho va dem|\
                 ho va ten lot|family and middle names|family name"
            }
            Means::GivenName => "ten|given name",
            Means::Birth => {
                "ngay sinh hoac nam sinh|ngay sinh|nam sinh|ngay thang nam sinh|sinh nam|\
                 ngay thang sinh|ns|born|date of birth|date or year of birth"
            }
            Means::Sex => "gioi tinh|gioi|phai|nam/nu|nam nu|gt|sex",
            Means::Man => "nam|nam: dau hoac nam sinh|nam sinh nam|ngay sinh nam|men",
            Means::Woman => "nu|nu: dau hoac nam sinh|nam sinh nu|ngay sinh nu|women",
            Means::Phone => {
                "dien thoai|so dien thoai|sdt|so dt|dt|di dong|dien thoai di dong|phone|\
                 dien thoai lien he|telephone"
            }
            Means::CitizenId => {
                "so dinh danh cccd|so dinh danh|cccd|so cccd|can cuoc cong dan|so can cuoc|\
                 can cuoc|cccd/cmnd|cmnd/cccd|so cccd/cmnd|so cmnd/cccd|so dinh danh ca nhan|\
                 ma dinh danh|citizen id"
            }
            Means::OldId => "so cmnd cu|cmnd|so cmnd|chung minh nhan dan|former id number",
            Means::Occupation => "nhom nghe nghiep|nghe nghiep|nghe|occupation",
            Means::Cadre => {
                "can bo cong chuc vien chuc danh dau|can bo cong chuc vien chuc|cbccvc|cb cc vc"
            }
            Means::School => "truong|truong hoc|hoc truong|school",
            Means::Class => "lop|lop hoc|hoc lop|class",
            Means::House => "so nha|nha so|house number",
            Means::Street => "duong|ten duong|duong pho|hem duong|street",
            Means::Address => {
                "dia chi: so nha duong|dia chi|dia chi thuong tru|noi o|cho o|cho o hien nay|\
                 noi thuong tru|thuong tru|dia chi hien nay|dia chi lien he|address|home"
            }
            Means::Area => {
                "khu pho|kp|to dan pho|tdp|ap|thon|khom|khu vuc|dia ban|to|neighbourhood"
            }
            Means::Ward => "phuong|xa|phuong/xa|phuong xa|ward",
            Means::Household => {
                "ho so cung so la mot ho|ho so|so ho|ma ho|stt ho|so thu tu ho|ho gia dinh so"
            }
            Means::Relation => {
                "quan he voi chu ho|quan he|qh voi chu ho|quan he chu ho|qh chu ho|\
                 relation to the head"
            }
            Means::Hardship => {
                "hoan canh: ho ngheo can ngheo|hoan canh|dien ho|ho ngheo|dien chinh sach|\
                 hardship"
            }
            Means::Branch => "chi hoi|ten chi hoi|sinh hoat tai chi hoi|thuoc chi hoi|branch",
            Means::JoinedOn => {
                "ngay vao hoi|vao hoi|ngay ket nap|nam vao hoi|ket nap|ngay gia nhap|joined on"
            }
            Means::CardNumber => "so the|so the hoi vien|ma the|ma hoi vien|card number",
            Means::Registers => {
                "dang ky cong dan hoc tap danh dau|dang ky cong dan hoc tap|cong dan hoc tap|\
                 cdht|dk cdht|dang ky cdht"
            }
            Means::FamilyRegisters => {
                "dang ky gia dinh hoc tap danh dau|dang ky gia dinh hoc tap|gia dinh hoc tap|\
                 gdht|dk gdht|dang ky gdht"
            }
            Means::Consent => {
                "dong y luu thong tin danh dau|dong y luu thong tin|dong y luu|dong y|consent"
            }
        };
        heads.split('|')
    }

    /// The label without what only explains it: the head of a template's column.
    pub fn head(self) -> Label {
        let Label(vi, en) = self.label();
        let name = |label: &'static str| {
            let end = label.find([':', '(']).filter(|_| !label.contains("(CCCD)"));
            label[..end.unwrap_or(label.len())].trim_end()
        };
        Label(name(vi), name(en))
    }
}

/// A head as heads are compared: folded, without the signs around it.
pub(super) fn plain(head: &str) -> String {
    let folded: String = fold(head)
        .chars()
        .map(|sign| if matches!(sign, '.' | '*' | '_' | '-' | '\n' | '\r') { ' ' } else { sign })
        .collect();
    fold(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn heads_are_known_however_they_are_written() {
        for (head, means) in [
            ("HỌ VÀ TÊN", Some(Means::Name)),
            ("Họ tên (*)", Some(Means::Name)),
            ("Họ và tên hội viên", Some(Means::Name)),
            ("Họ và tên đệm", Some(Means::FamilyName)),
            ("Tên", Some(Means::GivenName)),
            ("Năm\nsinh", Some(Means::Birth)),
            ("Nam", Some(Means::Man)),
            ("Nữ", Some(Means::Woman)),
            ("Nam/Nữ", Some(Means::Sex)),
            ("SĐT", Some(Means::Phone)),
            ("Số ĐT", Some(Means::Phone)),
            ("Số CCCD", Some(Means::CitizenId)),
            ("Địa chỉ thường trú (số nhà, đường)", Some(Means::Address)),
            ("KP", Some(Means::Area)),
            ("Chi hội", Some(Means::Branch)),
            ("STT", None),
            ("Ghi chú", None),
            ("", None),
        ] {
            assert_eq!(Means::of_head(head), means, "{head}");
        }
    }

    #[test]
    fn a_template_is_understood_without_matching() {
        for means in Means::ALL {
            for language in [Language::Vietnamese, Language::English] {
                let label = means.label().in_language(language);
                assert!(Means::of_head(label).is_none_or(|known| known == *means), "{label}");
            }
            assert_eq!(Means::of_head(means.head().0), Some(*means), "{}", means.head().0);
        }
    }
}
