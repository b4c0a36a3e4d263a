package io.fedics.present.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
  @Test
  void cell_textThatLooksLikeAFormula_getsAnApostrophe() {
    for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx")) {
      assertThat(Csv.cell(formula).replace("\"", "")).startsWith("'" + formula.charAt(0));
    }
    assertThat(Csv.cell("=HYPERLINK(\"x\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\")\"");
  }

  @Test
  void cell_numbers_stayNumbers() {
    assertThat(Csv.cell(-1.5)).isEqualTo("-1.5");
    assertThat(Csv.cell(7)).isEqualTo("7");
    assertThat(Csv.cell(null)).isEmpty();
  }

  @Test
  void cell_commaQuoteOrLineBreak_isQuoted() {
    assertThat(Csv.cell("a,b")).isEqualTo("\"a,b\"");
    assertThat(Csv.cell("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(Csv.cell("a\nb")).isEqualTo("\"a\nb\"");
    assertThat(Csv.cell("plain")).isEqualTo("plain");
  }

  @Test
  void cell_lists_arePlainOrJson() {
    assertThat(Csv.cell(new JsonArray().add("a").add("b"))).isEqualTo("a b");
    assertThat(Csv.cell(new JsonArray().add("=x"))).isEqualTo("'=x");
    assertThat(Csv.cell(new JsonArray().add(new JsonObject().put("a", 1))))
        .isEqualTo("\"[{\"\"a\"\":1}]\"");
  }

  @Test
  void text_nestedColumnAndMissingField_keepTheirPlaces() {
    var row = new JsonObject().put("a", 1).put("in", new JsonObject().put("b", "x"));
    assertThat(new Csv("f.csv", List.of("a", "in.b", "c"), List.of(row)).text())
        .isEqualTo("a,in.b,c\r\n1,x,\r\n");
  }
}
