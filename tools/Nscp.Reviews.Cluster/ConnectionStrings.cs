using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Nscp.Reviews.Cluster;

/// <summary>
/// The ways into one server. The roles' passwords are derived from the superuser's, so that every process that is
/// handed the superuser's connection string knows them too.
/// </summary>
sealed class ConnectionStrings(string superuser)
{
    public const string Superuser = "postgres";
    public const string Owner = "reviews_owner";
    public const string App = "reviews_app";
    public const string Log = "reviews_log";

    public static ConnectionStrings For(int port, string password) => new(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = Superuser,
        Password = password,
        Database = "postgres",
        // On loopback, and the server has no certificate: two questions less at each connection.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString);

    public string AsSuperuser(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder(superuser) { Database = database }.ConnectionString;

    public string As(string role, string database) => new NpgsqlConnectionStringBuilder(superuser)
    {
        Username = role,
        Password = PasswordOf(role),
        Database = database,
    }.ConnectionString;

    public string PasswordOf(string role)
    {
        var password = new NpgsqlConnectionStringBuilder(superuser).Password ?? "";
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(role)));
    }
}
