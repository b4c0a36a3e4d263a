package io.fedics.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fedics.shared.error.UsageException;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {

  @Test
  void parse_wholeUrl_hasAllParts() {
    assertThat(
            DatabaseAddress.parse("database.url", "postgresql://me:p%40ss@db.example:6000/plant"))
        .isEqualTo(new DatabaseAddress("db.example", 6000, "plant", "me", "p@ss"));
  }

  @Test
  void parse_portAbsent_isTheUsualOne() {
    assertThat(DatabaseAddress.parse("database.url", "postgres://me@db/plant"))
        .isEqualTo(new DatabaseAddress("db", 5432, "plant", "me", ""));
  }

  @Test
  void parse_otherUrl_isRefusedWithoutThePassword() {
    assertThatThrownBy(() -> DatabaseAddress.parse("database.url", "mysql://me:secret@db/plant"))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "database.url: mysql://me:***@db/plant (expected: postgresql://USER:PASSWORD@HOST:PORT/DATABASE)");
  }

  @Test
  void toString_always_hidesThePassword() {
    assertThat(new DatabaseAddress("db", 1, "plant", "me", "secret").toString())
        .doesNotContain("secret");
  }
}
