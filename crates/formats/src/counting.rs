//! How lists of Word files and pages print a number: letters, Roman numerals, other scripts.

/// The number as this format prints it, and none where the format is not known here.
///
/// Formats that spell a number in words of a language are not known: `First`, `1st`.
pub(crate) fn print(format: &str, number: i64) -> Option<String> {
    let number = u32::try_from(number).unwrap_or(0);
    Some(match format {
        "decimal" => number.to_string(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => shifted_digits(number, '\u{ff10}'),
        "hindiNumbers" => shifted_digits(number, '\u{660}'),
        "thaiNumbers" => shifted_digits(number, '\u{e50}'),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed(number, '\u{2460}'),
        "decimalEnclosedParen" => enclosed(number, '\u{2474}'),
        "decimalEnclosedFullstop" => enclosed(number, '\u{2488}'),
        "numberInDash" => format!("- {number} -"),
        "hex" => format!("{number:X}"),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "lowerLetter" => repeated(number, "abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => repeated(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "russianLower" => repeated(number, "абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper" => repeated(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "arabicAlpha" => repeated(number, "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
        "arabicAbjad" => repeated(number, "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
        "hebrew1" | "hebrew2" => repeated(number, "אבגדהוזחטיכלמנסעפצקרשת"),
        "ganada" => repeated(number, "가나다라마바사아자차카타파하"),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            ideographs(number)
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => counted(number),
        "ideographTraditional" => repeated(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => repeated(number, "子丑寅卯辰巳午未申酉戌亥"),
        "chicago" => repeated(number, "*†‡§"),
        "none" | "bullet" => String::new(),
        _ => return None,
    })
}

/// After the last letter of the alphabet comes the first one twice.
fn repeated(number: u32, letters: &str) -> String {
    let count = letters.chars().count() as u32;
    let Some(place) = number.checked_sub(1) else { return String::new() };
    let letter =
        letters.chars().nth((place % count) as usize).expect("the place is within the letters");
    // A file can name any number: what Word prints ends about here too.
    let times = (place / count + 1).min(30);
    std::iter::repeat_n(letter, times as usize).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 32_767 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

fn shifted_digits(number: u32, zero: char) -> String {
    let shift =
        |digit: char| char::from_u32(zero as u32 + digit as u32 - '0' as u32).unwrap_or(digit);
    number.to_string().chars().map(shift).collect()
}

fn enclosed(number: u32, one: char) -> String {
    let sign =
        (1..=20).contains(&number).then(|| char::from_u32(one as u32 + number - 1)).flatten();
    sign.map_or_else(|| number.to_string(), String::from)
}

const IDEOGRAPHS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

fn ideographs(number: u32) -> String {
    number.to_string().bytes().map(|digit| IDEOGRAPHS[usize::from(digit - b'0')]).collect()
}

/// Tens and hundreds are named: 二十一 is 21.
fn counted(number: u32) -> String {
    if number == 0 || number > 9_999 {
        return ideographs(number);
    }
    let mut text = String::new();
    let mut gap = false;
    for (value, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / value % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        if !(value == 10 && digit == 1 && text.is_empty()) {
            text.push(IDEOGRAPHS[digit as usize]);
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn numbers_are_printed_as_word_prints_them() {
        let cases = [
            ("decimal", 12, "12"),
            ("decimalZero", 3, "03"),
            ("lowerLetter", 3, "c"),
            ("lowerLetter", 27, "aa"),
            ("lowerLetter", 28, "bb"),
            ("upperLetter", 53, "AAA"),
            ("lowerRoman", 4, "iv"),
            ("upperRoman", 1_994, "MCMXCIV"),
            ("russianLower", 3, "в"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("ideographDigital", 10, "一〇"),
            ("decimalEnclosedCircle", 2, "②"),
            ("chicago", 6, "††"),
            ("hindiNumbers", 15, "١٥"),
        ];
        for (format, number, printed) in cases {
            assert_eq!(print(format, number).as_deref(), Some(printed), "{format} {number}");
        }
    }

    #[test]
    fn words_of_a_language_are_not_known() {
        assert_eq!(print("cardinalText", 1), None);
        assert_eq!(print("ordinal", 1), None);
    }

    #[test]
    fn numbers_without_measure_stay_short() {
        for format in
            ["lowerLetter", "upperRoman", "chineseCounting", "decimalEnclosedCircle", "decimalZero"]
        {
            for number in [i64::MIN, -1, 0, i64::from(u32::MAX), i64::MAX] {
                assert!(
                    print(format, number).is_some_and(|text| text.chars().count() <= 30),
                    "{format} {number}"
                );
            }
        }
    }
}
