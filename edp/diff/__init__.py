"""Two sets of CloudFormation templates, compared by what deploying the second one would do."""
