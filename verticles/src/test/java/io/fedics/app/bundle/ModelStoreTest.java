package io.fedics.app.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.fedics.fl.model.bundle.Bundle;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelStoreTest {
  private static List<String> roles() {
    return ModelStore.ROLES;
  }

  @ParameterizedTest
  @MethodSource("roles")
  void find_shippedBundleNobodyAskedForByItsRole_isFound(String role) {
    Bundle shipped = ModelStore.ofShipped().shipped(role);

    assertThat(ModelStore.ofShipped().find(shipped.sha256())).contains(shipped);
  }
}
