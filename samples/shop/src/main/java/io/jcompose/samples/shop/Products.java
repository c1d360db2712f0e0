package io.jcompose.samples.shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What is sold. A connection for each call: the database may be restarted at any time. */
final class Products {
    private static final String USER = "shop";

    private final String url;
    private final String password;

    private Products(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** One thing. */
    record Product(long id, String name) {}

    /** Makes the table if it is missing; replicas may do so at the same time. */
    static Products open(String url, String password) throws SQLException {
        Products products = new Products(url, password);
        try (Connection connection = products.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(1)");
            statement.execute("create table if not exists product (id bigint generated always as identity primary key,"
                    + " name varchar(200) not null)");
        }
        return products;
    }

    /** How many database drivers there are. */
    static long drivers() {
        return DriverManager.drivers().count();
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(url, USER, password);
    }

    void add(String name) throws SQLException {
        try (Connection connection = connection();
                PreparedStatement insert = connection.prepareStatement("insert into product (name) values (?)")) {
            insert.setString(1, name);
            insert.executeUpdate();
        }
    }

    /** All, in the order in which they came. */
    List<Product> all() throws SQLException {
        List<Product> products = new ArrayList<>();
        try (Connection connection = connection();
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("select id, name from product order by id limit 1000")) {
            while (rows.next()) {
                products.add(new Product(rows.getLong(1), rows.getString(2)));
            }
        }
        return products;
    }
}
