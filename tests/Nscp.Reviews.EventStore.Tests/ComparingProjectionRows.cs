using NodaTime;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore.Tests;

public class ComparingProjectionRows
{
    static readonly ProjectionTable Small = new("small", [new("tenant_id", NpgsqlDbType.Varchar), new("id", NpgsqlDbType.Integer), new("words", NpgsqlDbType.Array | NpgsqlDbType.Text), new("on", NpgsqlDbType.Date)], 2);
    static readonly ProjectionTable Before = new("a_table", [new("tenant_id", NpgsqlDbType.Varchar), new("id", NpgsqlDbType.Varchar)], 2);

    [Fact]
    public void Leaves_equal_rows_alone_even_when_they_hold_arrays() =>
        RowChanges.Between([Row(1, "a", "b")], [Row(1, "a", "b")]).ShouldBeEmpty();

    [Fact]
    public void Updates_a_row_that_differs_in_one_value() =>
        Said(RowChanges.Between([Row(1, "a"), Row(2, "a")], [Row(1, "a"), Row(2, "b")])).ShouldBe(["Update small 2"]);

    [Fact]
    public void Deletes_then_updates_then_inserts_by_key_and_table_by_table() =>
        Said(RowChanges.Between(
                [Row(9), Row(3), Row(4, "a"), new(Before, "t", "Z"), new(Before, "t", "a")],
                [Row(10), Row(2), Row(4, "b"), new(Before, "t", "b"), new(Before, "t", "Y")]))
            .ShouldBe(
            [
                "Delete a_table Z", "Delete a_table a", "Insert a_table Y", "Insert a_table b",
                "Delete small 3", "Delete small 9", "Update small 4", "Insert small 2", "Insert small 10",
            ]);

    [Fact]
    public void Gives_the_same_order_whatever_order_the_rows_come_in()
    {
        ProjectionRow[] rows = [Row(2), new(Before, "t", "x"), Row(1)];
        Said(RowChanges.Between([], rows)).ShouldBe(Said(RowChanges.Between([], [.. rows.Reverse()])));
    }

    [Fact]
    public void Is_refused_when_two_rows_have_one_key() =>
        Should.Throw<ArgumentException>(() => RowChanges.Between([], [Row(1, "a"), Row(1, "b")])).Message.ShouldStartWith("Two rows of small have the key (t, 1).");

    [Fact]
    public void Is_refused_for_a_row_with_a_value_too_few() => Should.Throw<ArgumentException>(() => new ProjectionRow(Small, "t", 1));

    [Theory]
    [InlineData("small; drop table mt_events", "tenant_id", 1)]
    [InlineData("small", "stream_id", 1)]
    [InlineData("small", "tenant_id", 0)]
    [InlineData("small", "tenant_id", 2)]
    public void Is_refused_for_a_table_that_could_not_be_safe(string name, string column, int keyLength) =>
        Should.Throw<ArgumentException>(() => new ProjectionTable(name, [new(column, NpgsqlDbType.Varchar)], keyLength));

    static ProjectionRow Row(int id, params string[] words) => new(Small, "t", id, words, new LocalDate(2026, 3, 2));

    static IEnumerable<string> Said(IReadOnlyList<RowChange> changes) => changes.Select(change => $"{change.GetType().Name} {change.Row.Table.Name} {change.Row.Values[1]}");
}
