import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.text.Loader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Loads the files of the first argument (separated by commas) as one project, as often as the second says, and prints for each time the services, the
 * nanoseconds that it took, and those that this thread had a processor.
 */
final class Load {
    public static void main(String[] arguments) throws Exception {
        for (int i = Integer.parseInt(arguments[1]); i > 0; i--) {
            long before = onProcessor();
            long begun = System.nanoTime();
            LoadRequest request = new LoadRequest(
                    List.of(arguments[0].split(",")), Path.of("/"), null, null, List.of(), List.of(), Map.of("TAG", "1"), List.of(), () -> "");
            int services = Loader.load(request).project().services().size();
            long spent = System.nanoTime() - begun;
            System.out.println(services + " " + spent + " " + (onProcessor() - before));
        }
    }

    private static long onProcessor() throws Exception {
        return Long.parseLong(Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ")[0]);
    }
}
