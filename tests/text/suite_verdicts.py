"""What kspec says of the cases of two suites, where it is not what the suite says."""

YAML_REFUSED = {
    "K001": """
    G4RS
    """,
    "K002": """
    2JQS 4ABK 4MUZ-1 4MUZ-2 4MUZ-3 58MP 5MUD 5T43 6BCT 6CA3 7Z25 8G76 96NN-1 96NN-2
    98YD 9SA2 A2M4 AVM7 CFD4 DBG4 DK3J DK95-1 DK95-4 DK95-5 FP8R FRK4 HM87-1 HWV9 K3WX
    M7A3 NHX8 NJ66 NKF9 Q5MG QT73 R4YG S3PD SM9W-2 UKK6-1 UT92 VJP3-2 Y79Y-2 Y79Y-11
    """,
    "K004": """
    RZT7 U9NS
    """,
    "K005": """
    26DV 27NA 2AUY 2LFX 2SXE 2XXW 33X3 35KP 3GZX 3R3P 52DL 565N 57H4 5TYM 652Z 6BFJ
    6CK3 6JWB 6KGN 6LVF 6M2F 6WLZ 6XDY 6ZKB 735Y 74H7 7BMT 7BUB 7FWL 8MK2 8XYN 9DXL
    9KAX 9WXW BEC7 BU8L C4HZ CC74 CN3R CUP7 DK95-8 E76Z EHF6 F2C7 FH7J FTA2 HM87-2
    HMQ5 J7PZ JHB9 JS2J KSS4 L383 L94M LE5A M5C3 MUS6-3 MUS6-4 MUS6-5 MUS6-6 MUS6-7
    P76L PUW8 PW8X RTP8 S4JQ SKE5 U3C3 U3XV UGM3 UKK6-3 V55R W4TN W5VH WZ62 X38W Y2GN
    Z67P Z9M4 ZH7C ZWK4
    """,
    "K007": """
    4FJ6 6PBE 9MMW DFF7 KK5P LX3P M2N8-1 M2N8-2 M5DY Q9WF RZP5 SBG9 V9D5 XW4D
    """,
}
"""Valid YAML that kspec does not read, by the code of the first reason."""

YAML_READ = """
    9C9N 9JBA CVW2 DK95-2 G5U8 QB6E S98Z SU5Z X4QW Y79Y-4 YJV2
"""
"""No valid YAML, but libyaml reads it."""

YAML_DIFFERENT = "L24T-2"
"""Blanks at the end of a text without a line break, which libyaml leaves out."""

JSON_REFUSED = {
    "K001": """
    y_object_escaped_null_in_key y_string_allowed_escapes
    y_string_escaped_control_character y_string_escaped_noncharacter
    y_string_nonCharacterInUTF-8_U+10FFFF y_string_nonCharacterInUTF-8_U+FFFF
    y_string_null_escape y_string_u+2028_line_sep y_string_u+2029_par_sep
    y_string_unescaped_char_delete y_string_unicode_U+FDD0_nonchar
    y_string_unicode_U+FFFE_nonchar y_string_with_del_character
    """,
    "K002": """
    y_string_accepted_surrogate_pair y_string_accepted_surrogate_pairs
    y_string_last_surrogates_1_and_2 y_string_surrogates_U+1D11E_MUSICAL_SYMBOL_G_CLEF
    y_string_unicode_U+10FFFE_nonchar y_string_unicode_U+1FFFE_nonchar
    y_structure_lonely_null
    """,
    "K003": """
    y_object_duplicated_key y_object_duplicated_key_and_value
    """,
}
"""JSON that kspec does not read, by the code of the reason."""

JSON_READ = """
    n_array_1_true_without_comma n_array_a_invalid_utf8 n_array_colon_instead_of_comma
    n_array_extra_comma n_array_invalid_utf8 n_array_just_minus
    n_array_number_and_comma n_incomplete_false n_incomplete_null n_incomplete_true
    n_number_++ n_number_+1 n_number_+Inf n_number_-1.0. n_number_-2. n_number_-NaN
    n_number_.-1 n_number_.2e-3 n_number_0.1.2 n_number_0.3e+ n_number_0.3e
    n_number_0.e1 n_number_0_capital_E+ n_number_0_capital_E n_number_0e+ n_number_0e
    n_number_1.0e+ n_number_1.0e- n_number_1.0e n_number_1_000 n_number_1eE2
    n_number_2.e+3 n_number_2.e-3 n_number_2.e3 n_number_9.e+ n_number_Inf
    n_number_NaN n_number_U+FF11_fullwidth_digit_one n_number_expression
    n_number_hex_1_digit n_number_hex_2_digits n_number_infinity n_number_invalid+-
    n_number_invalid-negative-real n_number_invalid-utf-8-in-bigger-int
    n_number_invalid-utf-8-in-exponent n_number_invalid-utf-8-in-int
    n_number_minus_infinity n_number_minus_sign_with_trailing_garbage
    n_number_neg_real_without_int_part n_number_neg_with_garbage_at_end
    n_number_real_garbage_after_e n_number_real_with_invalid_utf8_after_e
    n_number_real_without_fractional_part n_number_starting_with_dot
    n_number_with_alpha n_number_with_alpha_char n_object_bad_value n_object_emoji
    n_object_key_with_single_quotes
    n_object_lone_continuation_byte_in_key_and_trailing_comma n_object_single_quote
    n_object_trailing_comma n_object_unquoted_key n_object_with_single_string
    n_object_with_trailing_garbage n_string_accentuated_char_no_quotes
    n_string_escaped_ctrl_char_tab n_string_leading_uescaped_thinspace
    n_string_no_quotes_with_bad_escape n_string_single_quote
    n_string_single_string_no_double_quotes n_string_unescaped_newline
    n_string_unescaped_tab n_structure_U+2060_word_joined n_structure_angle_bracket_.
    n_structure_angle_bracket_null n_structure_ascii-unicode-identifier
    n_structure_capitalized_True n_structure_close_unopened_array
    n_structure_incomplete_UTF8_BOM n_structure_lone-invalid-utf-8
    n_structure_number_with_trailing_garbage n_structure_object_with_comment
    n_structure_single_eacute n_structure_trailing_#
    n_structure_uescaped_LF_before_string n_structure_unicode-identifier
    n_structure_whitespace_U+2060_word_joiner
"""
"""No JSON, but YAML."""
