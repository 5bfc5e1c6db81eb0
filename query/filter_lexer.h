#pragma once
// The tokens of a filter expression. One lexer reads one text, which outlives it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "query/filter.h"

namespace souk {

struct FilterToken {
  enum class Kind : std::uint8_t {
    word,        ///< a keyword, field or flag: `text` in lower case
    attribute,   ///< attr.NAME: `text` is the name
    string,      ///< `text` unescaped
    number,      ///< `number`
    op,          ///< `op`
    open,        ///< (
    close,       ///< )
    open_list,   ///< [
    close_list,  ///< ]
    comma,
    end,
    bad,  ///< `text` says what should have stood at `offset`
  };
  Kind kind = Kind::end;
  std::size_t offset = 0;  ///< of the token's first byte
  std::string text;
  double number = 0;
  CompareOp op = CompareOp::eq;
};

class FilterLexer {
 public:
  /// `text` must be UTF-8.
  explicit FilterLexer(std::string_view text) : text_(text) {}

  /// The next token; `end` for ever after the last one. O(length of the token).
  FilterToken next();

 private:
  FilterToken word();
  FilterToken attribute_name();
  FilterToken string();
  FilterToken number();
  FilterToken symbol();
  [[nodiscard]] FilterToken token(FilterToken::Kind kind, std::string text = {}) const;
  [[nodiscard]] static FilterToken bad(std::size_t offset, std::string_view expected);
  [[nodiscard]] std::size_t name_length(std::size_t from) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  ///< of the token that is being read
};

}  // namespace souk
