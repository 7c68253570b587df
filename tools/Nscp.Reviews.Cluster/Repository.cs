namespace Nscp.Reviews.Cluster;

/// <summary>The working copy that the running program was built in.</summary>
public static class Repository
{
    /// <summary>Its root folder, or null where the program was copied out of one.</summary>
    public static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Nscp.Reviews.slnx")))
                return folder.FullName;
        }
        return null;
    }
}
