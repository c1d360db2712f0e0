package io.jcompose.samples.guestbook;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The entries in the database. A connection for each call: the database may be restarted at any time. */
final class Entries {
    private static final int SHOWN = 50;

    private final String url;

    private Entries(String url) {
        this.url = url;
    }

    /** One line of the book. */
    record Entry(String written, String text) {}

    /** Makes the table if it is missing; replicas may do so at the same time. */
    static Entries open(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists entry (id bigint generated always as identity primary key,"
                    + " written timestamp(0) default current_timestamp, text varchar(500) not null)");
        }
        return new Entries(url);
    }

    void add(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement("insert into entry (text) values (?)")) {
            insert.setString(1, text);
            insert.executeUpdate();
        }
    }

    /** The newest ones, newest first. */
    List<Entry> newest() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query =
                        connection.prepareStatement("select written, text from entry order by id desc limit ?")) {
            query.setInt(1, SHOWN);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return entries;
    }
}
