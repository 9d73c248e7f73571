package dev.portmanager.reliability.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What somebody may do to the file of leases while others use it. */
enum Harm {
  /** It is removed. */
  REMOVED {
    @Override
    void happen(Path register, Random random) throws IOException {
      Files.delete(register);
    }
  },
  /** Its end is cut off. */
  CUT_SHORT {
    @Override
    void happen(Path register, Random random) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(register.toFile(), "rw")) {
        file.setLength(random.nextBoolean() ? 0 : random.nextInt((int) file.length()));
      }
    }
  },
  /** It is emptied, and has its length again. */
  EMPTIED {
    @Override
    void happen(Path register, Random random) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(register.toFile(), "rw")) {
        long length = file.length();
        file.setLength(0);
        file.setLength(length);
      }
    }
  },
  /** Its header is overwritten. */
  SCRIBBLED {
    @Override
    void happen(Path register, Random random) throws IOException {
      byte[] garbage = new byte[4_096];
      random.nextBytes(garbage);
      try (RandomAccessFile file = new RandomAccessFile(register.toFile(), "rw")) {
        file.write(garbage);
      }
    }
  },
  /** A copy of it takes its place, which was made a moment before. */
  REPLACED_BY_A_COPY {
    @Override
    void happen(Path register, Random random) throws IOException {
      Path copy = register.resolveSibling("copy");
      if (Files.exists(copy)) {
        Files.move(copy, register, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.copy(register, copy);
      }
    }
  },
  /** Something else takes its place. */
  REPLACED_BY_GARBAGE {
    @Override
    void happen(Path register, Random random) throws IOException {
      byte[] garbage = new byte[100_000];
      random.nextBytes(garbage);
      Path other = Files.write(register.resolveSibling("garbage"), garbage);
      Files.move(other, register, StandardCopyOption.ATOMIC_MOVE);
    }
  };

  abstract void happen(Path register, Random random) throws IOException;

  /** Does one of these, if there is a register; returns what was done. */
  static Optional<Harm> any(Path folder, Random random) throws IOException {
    for (Path file : files(folder, "")) {
      String name = file.getFileName().toString();
      if (name.startsWith("leases-") && !name.contains(".")) {
        try {
          Harm harm = values()[random.nextInt(values().length)];
          harm.happen(file, random);
          return Optional.of(harm);
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
          return Optional.empty(); // somebody set it aside at this moment
        } finally {
          // what is kept for who wants to know why would fill the memory in ten minutes
          for (Path aside : files(folder, ".damaged-")) {
            Files.deleteIfExists(aside);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> files(Path folder, String part) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().contains(part)).toList();
    }
  }
}
