import java.nio.file.Path;
import java.util.Map;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Starts a Neo4j from its jars, sets the password of user neo4j, says "ready" and waits for the end of its standard input:
 * {@code java -cp 'lib/*' Neo4jServer.java HOME CONF}, the password in NEO4J_PASSWORD.
 */
public class Neo4jServer {
    public static void main(String[] args) throws Exception {
        DatabaseManagementService service =
            new DatabaseManagementServiceBuilder(Path.of(args[0])).loadPropertiesFromFile(Path.of(args[1])).build();
        Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown));
        // Over Bolt the first login would have to do this; from inside nobody has to log in.
        service.database("system").executeTransactionally(
            "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", System.getenv("NEO4J_PASSWORD")));
        System.out.println("ready");
        System.out.flush();
        // A test session that is killed closes the pipe, so no server is left behind.
        while (System.in.read() != -1) { }
        System.exit(0);
    }
}
