#include "query/filter_lexer.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "query/json_token.h"

namespace souk {
namespace {

using Kind = FilterToken::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word_part(char c) { return is_letter(c) || is_digit(c) || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// May this character stand in an attribute's name without quotes? Letters of every script, with
/// the marks and joiners that they are written with.
bool is_name_part(UChar32 c) {
  if (c < 0x80) return is_word_part(static_cast<char>(c)) || c == '-' || c == '.';
  constexpr UChar32 kNonJoiner = 0x200c;
  constexpr UChar32 kJoiner = 0x200d;
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0 || c == kNonJoiner ||
         c == kJoiner;
}

}  // namespace

FilterToken FilterLexer::next() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  start_ = at_;
  if (at_ == text_.size()) return token(Kind::end);
  const char c = text_[at_];
  if (c == '"') return string();
  if (c == '-' || is_digit(c)) return number();
  if (is_letter(c) || c == '_') return word();
  return symbol();
}

FilterToken FilterLexer::token(Kind kind, std::string text) const {
  FilterToken token;
  token.kind = kind;
  token.offset = start_;
  token.text = std::move(text);
  return token;
}

FilterToken FilterLexer::bad(std::size_t offset, std::string_view expected) {
  FilterToken token;
  token.kind = Kind::bad;
  token.offset = offset;
  token.text = expected;
  return token;
}

FilterToken FilterLexer::word() {
  while (at_ < text_.size() && is_word_part(text_[at_])) ++at_;
  std::string lower(text_.substr(start_, at_ - start_));
  for (char& c : lower) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (lower == "attr" && at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    return attribute_name();
  }
  return token(Kind::word, std::move(lower));
}

FilterToken FilterLexer::attribute_name() {
  if (at_ < text_.size() && text_[at_] == '"') {
    const std::size_t quote = at_;
    JsonStringToken name = read_json_string_token(text_, at_);
    if (!name.expected.empty()) return bad(name.end, name.expected);
    if (name.text.empty()) return bad(quote, "a name that is not empty after attr.");
    at_ = name.end;
    return token(Kind::attribute, std::move(name.text));
  }
  const std::size_t length = name_length(at_);
  if (length == 0) return bad(at_, "an attribute's name or a string after attr.");
  const std::string_view name = text_.substr(at_, length);
  at_ += length;
  return token(Kind::attribute, std::string(name));
}

std::size_t FilterLexer::name_length(std::size_t from) const {
  auto at = static_cast<int32_t>(from);
  const auto size = static_cast<int32_t>(text_.size());
  while (at < size) {
    int32_t after = at;
    UChar32 c = 0;
    U8_NEXT(text_.data(), after, size, c);
    if (c < 0 || !is_name_part(c)) break;
    at = after;
  }
  return static_cast<std::size_t>(at) - from;
}

FilterToken FilterLexer::string() {
  JsonStringToken read = read_json_string_token(text_, at_);
  if (!read.expected.empty()) return bad(read.end, read.expected);
  at_ = read.end;
  return token(Kind::string, std::move(read.text));
}

FilterToken FilterLexer::number() {
  const std::size_t length = json_number_length(text_.substr(at_));
  if (length == 0) return bad(start_, "a JSON number");
  at_ += length;
  if (at_ < text_.size() && (is_word_part(text_[at_]) || text_[at_] == '.')) {
    return bad(at_, "a space after the number");
  }
  FilterToken read = token(Kind::number);
  const auto parsed = std::from_chars(text_.data() + start_, text_.data() + at_, read.number);
  if (parsed.ec != std::errc() || !std::isfinite(read.number)) {
    return bad(start_, "a number within the range of a double");
  }
  return read;
}

FilterToken FilterLexer::symbol() {
  const char c = text_[at_++];
  const auto op = [&](CompareOp plain, CompareOp with_equals) {
    const bool equals = at_ < text_.size() && text_[at_] == '=';
    if (equals) ++at_;
    FilterToken read = token(Kind::op);
    read.op = equals ? with_equals : plain;
    return read;
  };
  switch (c) {
    case '(':
      return token(Kind::open);
    case ')':
      return token(Kind::close);
    case '[':
      return token(Kind::open_list);
    case ']':
      return token(Kind::close_list);
    case ',':
      return token(Kind::comma);
    case '<':
      return op(CompareOp::lt, CompareOp::le);
    case '>':
      return op(CompareOp::gt, CompareOp::ge);
    case '=':
      return token(Kind::op);
    case '!':
      if (at_ < text_.size() && text_[at_] == '=') return op(CompareOp::ne, CompareOp::ne);
      return bad(start_, "!= (or NOT)");
    case '\'':
      return bad(start_, "strings in double quotes");
    default:
      return bad(start_, "a condition, an operator or a value");
  }
}

}  // namespace souk
