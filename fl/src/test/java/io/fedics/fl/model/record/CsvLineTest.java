package io.fedics.fl.model.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CsvLineTest {

  @Test
  void cells_plainLine_areWhatIsBetweenCommas() {
    assertThat(CsvLine.cells("tcp, http ,,0")).containsExactly("tcp", " http ", "", "0");
  }

  @Test
  void cells_emptyLineOrEnd_areEmptyCells() {
    assertThat(CsvLine.cells("")).containsExactly("");
    assertThat(CsvLine.cells(",")).containsExactly("", "");
    assertThat(CsvLine.cells("\"\",")).containsExactly("", "");
  }

  @Test
  void cells_quotedCell_keepsItsCommasAndOneOfTwoQuotes() {
    assertThat(CsvLine.cells("\"a, b\",\"say \"\"no\"\"\",3"))
        .containsExactly("a, b", "say \"no\"", "3");
  }

  @Test
  void cells_quotesAroundAPart_areLeftOut() {
    assertThat(CsvLine.cells("1, \"a,b\" ,2")).containsExactly("1", " a,b ", "2");
  }

  @Test
  void cells_quoteThatIsNotClosed_takesTheRestOfTheLine() {
    assertThat(CsvLine.cells("1,\"a,b")).containsExactly("1", "a,b");
    assertThat(CsvLine.cells("1,\"")).containsExactly("1", "");
  }

  @Test
  void cells_textBehindAClosingQuote_isRefused() {
    assertThatThrownBy(() -> CsvLine.cells("1,\"ud\"p,2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cell 2: udp (expected: nothing behind a closing quote)");
  }
}
