// The records that every engine is raced over: a member each, as our ledger has him in three records.
const families = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi"];
const given = ["An", "Anh", "Bình", "Cúc", "Dung", "Hoa", "Lan", "Minh", "Phúc", "Thu"];

exports.idOf = (number) => `person-${String(number).padStart(8, "0")}`;

exports.member = (number) => ({
  name: `${families[number % 8]} Thị ${given[number % 10]}`,
  birth: 19400101 + (number % 60) * 10000,
  sex: 1 + (number % 2),
  phone: `09${String(number).padStart(8, "0")}`,
  branch: `branch-${number % 130}`,
  joined_on: 14000 + (number % 5000),
  card_number: `TB${String(number % 15).padStart(2, "0")}-${number}`,
});
