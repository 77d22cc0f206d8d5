package dev.chalkstream.internal.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chalkstream.internal.text.PushPath;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NameEndsTest {

  private final Random random = new Random(20261129);
  private final NameEnds ends = new NameEnds();

  private String name(int mostParts) {
    return Stream.generate(() -> String.valueOf("ab".charAt(random.nextInt(2))))
        .limit(1 + random.nextInt(mostParts))
        .collect(Collectors.joining("/"));
  }

  @Test
  void theFirstOfTheNamesThatMatchIsFoundAsIfEachWereLookedAt() {
    Set<String> names = new LinkedHashSet<>();
    int found = 0;
    for (int round = 0; round < 20_000; round++) {
      String changed = name(3);
      names.remove(changed);
      if (random.nextBoolean()) {
        names.add(changed);
        ends.add(changed);
      } else {
        ends.remove(changed);
      }
      String said = name(5);
      String first =
          names.stream()
              .filter(name -> !name.equals(said) && PushPath.matches(name, said))
              .findFirst()
              .orElse(null);
      assertThat(ends.first(said)).as("%s of %s", said, names).isEqualTo(first);
      found += first == null ? 0 : 1;
    }
    assertThat(found).isBetween(1_000, 19_000);
  }

  @Test
  void whatNoUploadIsCalledIsNotFound() {
    ends.add("a/b/out0.ts");
    assertThat(ends.first(PushPath.NONE)).isNull();
  }
}
