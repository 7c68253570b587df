using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Tools;

public sealed class TellingOfARebuild : IDisposable
{
    readonly StringWriter _told = new() { NewLine = "\n" };

    public void Dispose() => _told.Dispose();

    [Fact]
    public void Says_how_far_it_is_and_nothing_else_of_what_the_command_line_prints()
    {
        Hear(
            "Searching 'JasperFx.Events, Version=2.102.0.0, Culture=neutral, ", "PublicKeyToken=null' for commands", "Cannot override services when the IHost is already constructed",
            "Starting to rebuild projections documents in ILogStore", "documents:All: 0%", "documents:All: 45%", "Finished rebuilding documents in 2432 ms");

        _told.ToString().ShouldBe("  0 %\n  45 %\n");
    }

    [Fact]
    public void Adds_up_what_differed_in_each_page_of_the_log()
    {
        var heard = Hear(Page(stored: 2, deleted: 0), """{"EventId":0,"LogLevel":"Warning","Category":"Other","Message":"","State":{}}""", Page(stored: 1, deleted: 4));

        (heard.Stored, heard.Deleted).ShouldBe((3, 4));
    }

    [Theory]
    [InlineData(0, 0, "Every document follows from the events: none differed.")]
    [InlineData(1, 0, "Every document follows from the events again: 1 differed and was put right, 0 were too many and taken away.")]
    [InlineData(1200, 1, "Every document follows from the events again: 1,200 differed and were put right, 1 was too many and taken away.")]
    public void Says_at_its_end_how_many_differed(int stored, int deleted, string told) => RebuildCommand.Done(stored, deleted).ShouldBe(told);

    [Fact]
    public void Gives_the_innermost_fault_as_the_reason() =>
        Hear(
            "Error while rebuilding projection documents on database 'ILogStore'", "Marten.Exceptions.MartenCommandException: Marten Command Failure:$", "delete from public.mt_doc_case",
            "     Npgsql.PostgresException: 42501: permission denied for table mt_doc_clock  ", "       at async Task Npgsql.Somewhere()     ", "Errors detected").Reason
            .ShouldBe("42501: permission denied for table mt_doc_clock");

    [Fact]
    public void Gives_all_that_was_said_as_the_reason_where_no_fault_was() => Hear("Errors detected", "The database has no schema yet.").Reason.ShouldBe("The database has no schema yet.");

    RebuildCommand.Heard Hear(params string[] lines)
    {
        var heard = new RebuildCommand.Heard(_told);
        foreach (var line in lines) heard.Hear(line);
        return heard;
    }

    static string Page(int stored, int deleted) =>
        $$$"""{"EventId":0,"LogLevel":"Warning","Category":"Nscp.Reviews.Rebuild","Message":"","State":{"Sequence":500,"Stored":{{{stored}}},"Deleted":{{{deleted}}}}}""";
}
