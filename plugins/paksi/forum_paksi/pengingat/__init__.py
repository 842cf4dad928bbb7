"""What this plugin tells people: holds and deadlines about to lapse, seats gained, pools decided, invitations."""
